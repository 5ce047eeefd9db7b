/**
 * A stage of a project in the target: made and removed by the commands that a user would type, looked into through AWS'
 * API.
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CloudFormationClient, DeleteStackCommand } from '@aws-sdk/client-cloudformation'
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda'
import { type FoundStack, findStack } from '../src/cli/aws/find-stack.ts'
import { runCdk } from '../src/cli/aws/run-cdk.ts'
import { signedAccess } from '../src/cli/aws/signed-access.ts'
import { type ApiClient, createApiClient } from '../src/cli/jobs/api-client.ts'
import type { ProjectCopy } from './project-copies.ts'
import type { Report } from './report.ts'
import { runTroupe } from './run-troupe.ts'
import { reachableUrl, type Target } from './target.ts'

/** Where stages are made, and who hears of it. */
export interface Site {
  readonly target: Target
  readonly report: Report
  /** Of the whole test. */
  readonly signal: AbortSignal
}

export interface Stage {
  readonly project: ProjectCopy
  readonly client: ApiClient
}

/** Makes what the CDK needs in an account. */
export async function bootstrap({ target, report, signal }: Site, project: ProjectCopy): Promise<void> {
  const { directory, file, stage } = project
  const code = await runCdk({
    ...{ directory, file, stage, signal },
    args: ['bootstrap', `aws://${target.account}/${target.region}`],
    outdir: join(directory, 'cdk.out'),
    env: target.environment,
    color: false,
    say: report.detail,
  })
  if (code !== 0) throw new Error(`cdk bootstrap ended with ${code}: see ${report.logFile}`)
}

/** Makes the stage or brings it up to date. */
export async function deploy(site: Site, project: ProjectCopy): Promise<Stage> {
  const { settings, region } = site.target
  const { file, stage, stackName } = project
  await runTroupe(site, ['deploy', '--stage', stage, '--file', file, '--yes'])
  const client = new CloudFormationClient(settings)
  const apiUrl = (await findStack(client, stackName))?.outputs.ApiUrl
  if (apiUrl === undefined) throw new Error(`Stack ${stackName} does not say its ApiUrl`)
  const access = signedAccess({ client, region, stage }, { service: 'execute-api', action: 'execute-api:Invoke' })
  return { project, client: createApiClient(reachableUrl(apiUrl, site.target), access) }
}

/** Removes the stage; answers what CloudFormation says of its stack then. */
export async function destroy(site: Site, { file, stage, stackName }: ProjectCopy): Promise<string> {
  const client = new CloudFormationClient(site.target.settings)
  const stack = await settledStack(client, stackName, site.signal)
  if (stack === undefined) return 'gone'
  // A change that was interrupted before it began: to the command nothing is there.
  if (stack.status === 'REVIEW_IN_PROGRESS') await client.send(new DeleteStackCommand({ StackName: stackName }))
  else await runTroupe(site, ['destroy', '--stage', stage, '--file', file, '--confirm', stage])
  return (await settledStack(client, stackName, site.signal))?.status ?? 'gone'
}

/** As it is when nothing goes on any more: CloudFormation carries a deployment out also when nobody waits for it. */
async function settledStack(
  client: CloudFormationClient,
  stackName: string,
  signal: AbortSignal,
): Promise<FoundStack | undefined> {
  for (;;) {
    const stack = await findStack(client, stackName)
    const isBusy = stack?.status.endsWith('_IN_PROGRESS') === true && stack.status !== 'REVIEW_IN_PROGRESS'
    if (!isBusy) return stack
    await sleep(5_000, undefined, { signal })
  }
}

/** What each of its functions runs: the hash of its code, by the function's name. */
export async function codeOf({ target }: Site, { stackName }: ProjectCopy): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for await (const page of paginateListFunctions({ client: new LambdaClient(target.settings) }, {}))
    for (const { FunctionName = '', CodeSha256 = '' } of page.Functions ?? [])
      if (FunctionName.startsWith(`${stackName}-`)) found.set(FunctionName, CodeSha256)
  return found
}
