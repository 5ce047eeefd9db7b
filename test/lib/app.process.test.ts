import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'troupe-app-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Ended {
  readonly exitCode: number | null
  readonly stderr: string
}

/** A program of this repository as a user of a fresh clone runs it: no credentials, no configuration of AWS. */
async function run(program: string, args: readonly string[], variables: Record<string, string> = {}): Promise<Ended> {
  const PATH = `${resolve('node_modules/.bin')}:${dirname(process.execPath)}:/usr/bin:/bin`
  const child = spawn(program, args, {
    env: {
      PATH,
      HOME: folder,
      CI: 'true',
      AWS_EC2_METADATA_DISABLED: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      ...variables,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const [exitCode] = await once(child, 'close')
  return { exitCode, stderr }
}

const runApp = (context: Record<string, string>, variables: Record<string, string> = {}) =>
  run(process.execPath, ['bin/app.js'], { CDK_CONTEXT_JSON: JSON.stringify(context), ...variables })

describe('the CDK app', { timeout: 60_000 }, () => {
  it('makes the same template of the shipped system with and without the CDK’s CLI, without credentials', async () => {
    const [direct, cli] = [join(folder, 'direct'), join(folder, 'cli')]
    const ends = await Promise.all([
      runApp({ stage: 'prod' }, { CDK_OUTDIR: direct }),
      run('cdk', ['synth', '--quiet', '--no-notices', '-c', 'stage=prod', '-o', cli]),
    ])
    expect(ends.map(({ exitCode, stderr }) => exitCode === 0 || stderr)).toEqual([true, true])
    const read = (outdir: string) => readFileSync(join(outdir, 'troupe-sales-analytics-prod.template.json'), 'utf8')
    expect(read(cli)).toBe(read(direct))
    expect(read(cli)).toContain('troupe-sales-analytics-prod-agent-insight_reporter')
  })

  it('names the stages there are when it is asked for another one, and makes nothing', async () => {
    const outdir = join(folder, 'unknown')
    const { exitCode, stderr } = await runApp({ stage: 'prd' }, { CDK_OUTDIR: outdir })
    expect(exitCode).toBe(2)
    expect(stderr).toContain('Stage prd does not exist; there are dev, prod MANIFEST_UNKNOWN_STAGE')
    expect(stderr).toContain('Did you mean prod?')
    // Not the command that knows no stage and would call the file valid.
    expect(stderr).not.toContain('troupe validate')
    expect(globSync(join(outdir, '**/*.{template.json,mjs}'))).toEqual([])
  })
})
