import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { processEnvironment } from '../../env.ts'
import { type CdkRun, runCdk } from '../aws/run-cdk.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { StageProject } from '../open-project.ts'
import type { Run } from '../run-command.ts'
import { synthesize } from '../synth/synthesize.ts'
import type { Target } from './target.ts'

/** What makes a stack and brings it to AWS; tests put another in its place. */
export interface Toolkit {
  /** Writes stack and code to a folder, and nothing else is in it then. */
  make(project: StageProject, outdir: string): Promise<void>
  /** Runs the CDK on such a folder. */
  run(run: CdkRun): Promise<ExitCode>
}

export const cdk: Toolkit = {
  async make(project, outdir) {
    // Code of earlier deployments would stay there for ever.
    await rm(outdir, { recursive: true, force: true })
    await synthesize(project, outdir)
  },
  run: runCdk,
}

/** What is the same for every run of the CDK of one command. */
export function cdkRun({ output, signal }: Run, { project, stage, account }: Target) {
  const { directory, file } = project
  return {
    ...{ directory, file, stage, signal, isMade: true },
    outdir: join(directory, '.troupe', 'cdk', stage),
    // Found once, by the same rules for all that a command does.
    env: { ...processEnvironment(), AWS_REGION: account.region },
    color: output.stderr.color,
  }
}
