import { dashboardUrl } from '../aws/console-url.ts'
import { readDeployedStage } from '../aws/stage-outputs.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { fileFlag } from '../open-project.ts'
import { writeJson } from '../output.ts'
import { type Run, sayNext } from '../run-command.ts'
import type { Target } from './target.ts'

/** Says where a stage is that stands, and what to do with it. */
export async function sayDeployed(
  run: Run,
  { stage, stackName, project, account }: Target,
  { isChanged }: { readonly isChanged: boolean },
): Promise<ExitCode> {
  const { output, file } = run
  const deployed = await readDeployedStage(project)
  const apiUrl = deployed.output('ApiUrl')
  const dashboard = dashboardUrl(account.region, deployed.output('Dashboard'))
  const { id, region } = account
  if (output.json) writeJson(output, { stage, stackName, account: id, region, isChanged, apiUrl, dashboard })
  else output.stdout.write(`API        ${apiUrl}\ndashboard  ${dashboard}\n`)
  sayNext(output, [
    [`troupe jobs submit --stage ${stage}${fileFlag(file)} --input <file or JSON> --wait`, 'run a job there'],
    [`troupe logs --stage ${stage}${fileFlag(file)}`, 'what its Lambdas say'],
  ])
  return exitCodes.ok
}
