import { describe, expect, it } from 'vitest'
import { deployTools, requireDeployTools } from '../../../src/cli/aws/deploy-tools.ts'
import { exitCodeOf } from '../../../src/cli/exit-codes.ts'

describe('the packages that deploying needs', () => {
  it('are here, each in the one version that the platform is tested with', () => {
    expect(deployTools().map(({ name }) => name)).toEqual(['aws-cdk', 'aws-cdk-lib', 'constructs', 'esbuild'])
    for (const { name, wanted, found } of deployTools()) expect(found, name).toBe(wanted)
    expect(() => requireDeployTools()).not.toThrow()
  })

  it('are named with the line that installs all of them when one is missing or of another version', () => {
    const tools = [
      { name: 'aws-cdk', wanted: '2.1.0', found: '3.0.0' },
      { name: 'constructs', wanted: '10.1.0', found: '10.1.0' },
      { name: 'esbuild', wanted: '0.2.0' },
    ]
    expect(() => requireDeployTools(tools)).toThrow(
      expect.objectContaining({
        code: 'DEPLOY_TOOLS_MISSING',
        message: 'Deploying needs packages that are not installed: aws-cdk 2.1.0 (not 3.0.0), esbuild 0.2.0',
        hint: 'Install them: npm install --save-dev --save-exact aws-cdk@2.1.0 constructs@10.1.0 esbuild@0.2.0',
      }),
    )
    expect(exitCodeOf('DEPLOY_TOOLS_MISSING')).toBe(4)
  })
})
