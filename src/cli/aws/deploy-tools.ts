import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import troupe from '../../../package.json' with { type: 'json' }
import { Fault } from '../../core/fault.ts'

/** A package that deploying needs and a laptop does not. */
export interface DeployTool {
  readonly name: string
  /** The one version that the platform is tested with. */
  readonly wanted: string
  /** Absent: it is not installed where the platform is. */
  readonly found?: string
}

const names = ['aws-cdk', 'aws-cdk-lib', 'constructs', 'esbuild'] as const
const { resolve } = createRequire(import.meta.url)

/** What deploying needs, and what of it is there. Nothing of it is loaded. */
export function deployTools(): readonly DeployTool[] {
  return names.map((name) => ({ name, wanted: troupe.devDependencies[name], ...foundVersion(name) }))
}

/** Throws `DEPLOY_TOOLS_MISSING` with the line that installs them, unless each is there in its version. */
export function requireDeployTools(tools: readonly DeployTool[] = deployTools()): void {
  const missing = tools.filter(({ wanted, found }) => found !== wanted)
  if (missing.length === 0) return
  const named = missing.map(
    ({ name, wanted, found }) => `${name} ${wanted}${found === undefined ? '' : ` (not ${found})`}`,
  )
  const install = tools.map(({ name, wanted }) => `${name}@${wanted}`).join(' ')
  throw new Fault('DEPLOY_TOOLS_MISSING', { tools: named.join(', '), install })
}

function foundVersion(name: string): { found?: string } {
  try {
    const { version } = JSON.parse(readFileSync(resolve(`${name}/package.json`), 'utf8')) as { version: string }
    return { found: version }
  } catch {
    return {}
  }
}
