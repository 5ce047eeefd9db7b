import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, vi } from 'vitest'
import { showFault } from '../../../src/cli/command-fault.ts'
import { exitCodeOf } from '../../../src/cli/exit-codes.ts'
import { aProject } from '../aws/a-project.ts'
import { stubLogin } from '../aws/aws-server.ts'
import { aRun, type KeptRun, type RunOptions } from '../aws/run-double.ts'
import { type AnAws, serve } from './an-aws.ts'

const stages = `stages:
  prod: { account: '111122223333', region: us-east-2 }
  foreign: { account: '999988887777' }`

export interface Ended {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  /** Of what was thrown. */
  readonly code?: string
  readonly message?: string
  readonly hint?: string
}

/** A project for the tests of one file, and a way to run a command of it against an account, as its frame would end it. */
export function aShop() {
  const directory = aProject(['clerk'], stages)
  const file = join(directory, 'agents.yaml')
  afterEach(() => vi.unstubAllEnvs())
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  return {
    directory,
    file,
    onAws: async (
      aws: AnAws,
      command: (run: KeptRun) => Promise<number>,
      options: OnAwsOptions = {},
    ): Promise<Ended> => {
      await using server = await serve(aws)
      stubLogin(server.url, options.login)
      const run = aRun({ file, ...options })
      const said = () => ({ stdout: run.stdout(), stderr: run.stderr() })
      try {
        return { exitCode: await command(run), ...said() }
      } catch (thrown) {
        const { code, message, hint } = showFault(thrown)
        return { exitCode: exitCodeOf(code), ...said(), code, message, ...(hint === undefined ? {} : { hint }) }
      }
    },
  }
}

type OnAwsOptions = RunOptions & { readonly login?: Readonly<Record<string, string | undefined>> }
