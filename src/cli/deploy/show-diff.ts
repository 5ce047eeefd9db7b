import { requireDeployTools } from '../aws/deploy-tools.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { fileFlag, openStageProject, sayFindings } from '../open-project.ts'
import { writeJson } from '../output.ts'
import { type Run, sayNext } from '../run-command.ts'
import { findChange } from './find-change.ts'
import { findTarget } from './target.ts'
import { cdk, type Toolkit } from './toolkit.ts'

export interface DiffOptions {
  readonly stage: string
  /** Whether a change is exit code 1, for scripts. */
  readonly fail?: true
}

/** Shows what a deployment would change, and changes nothing. Throws as `deployStage` does before it changes anything. */
export async function showDiff(run: Run, { stage, fail }: DiffOptions, toolkit: Toolkit = cdk): Promise<ExitCode> {
  const { output, file } = run
  const project = openStageProject(run, stage)
  requireDeployTools()
  sayFindings(run, project)
  const target = await findTarget(project)
  const change = await findChange(run, target, toolkit)
  if (change === undefined) return exitCodes.interrupted
  const { isNone, text } = change
  const { stackName, account } = target
  if (output.json) {
    writeJson(output, { stage, stackName, account: account.id, region: account.region, isChanged: !isNone, text })
  } else output.stdout.write(text)
  if (!isNone) sayNext(output, [[`troupe deploy --stage ${stage}${fileFlag(file)}`, 'carry it out']])
  return fail === true && !isNone ? exitCodes.failed : exitCodes.ok
}
