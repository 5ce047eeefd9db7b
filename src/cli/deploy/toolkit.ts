import { join } from 'node:path'
import { processEnvironment } from '../../env.ts'
import { type CdkRun, runCdk } from '../aws/run-cdk.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Run } from '../run-command.ts'
import type { Target } from './target.ts'

/** Runs the CDK for one target; tests put another in its place. */
export type Toolkit = (run: CdkRun) => Promise<ExitCode>

export const cdk: Toolkit = runCdk

/** What is the same for every run of the CDK of one command. Made once, a stack is taken as it is by the runs after. */
export function cdkRun({ output, signal }: Run, { project, stage, account }: Target): Omit<CdkRun, 'args' | 'say'> {
  const { directory, file } = project
  return {
    ...{ directory, file, stage, signal },
    outdir: join(directory, '.troupe', 'cdk', stage),
    // Found once, by the same rules for all that a command does.
    env: { ...processEnvironment(), AWS_REGION: account.region },
    color: output.stderr.color,
  }
}
