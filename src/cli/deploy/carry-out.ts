import { Fault } from '../../core/fault.ts'
import { stackUrl } from '../aws/console-url.ts'
import { findStack } from '../aws/find-stack.ts'
import { firstFailure, lastEvent } from '../aws/stack-events.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { fileFlag } from '../open-project.ts'
import { type Run, sayNext } from '../run-command.ts'
import { createProgress } from './progress.ts'
import type { Target } from './target.ts'
import { cdkRun, type Toolkit } from './toolkit.ts'

export interface Carrying {
  readonly target: Target
  readonly toolkit: Toolkit
  /** Of `cdk deploy`, beside those of every deployment. */
  readonly flags: readonly string[]
}

/** Answers whether it came to its end; false after Ctrl-C. Throws `DEPLOY_FAILED` with what failed first in AWS. */
export async function carryOut(run: Run, { target, toolkit, flags }: Carrying): Promise<boolean> {
  const { stage, stackName, stack, account } = target
  const after = stack === undefined ? undefined : await lastEvent(account.client, stackName)
  const said: string[] = []
  const progress = createProgress((line) => {
    said.push(line)
    run.output.stderr.write(line)
  })
  const args = ['deploy', stackName, '--require-approval', 'never', '--progress', 'events', ...flags]
  const exitCode = await toolkit.run({ ...cdkRun(run, target), args, say: progress })
  if (exitCode === exitCodes.interrupted) return false
  if (exitCode === exitCodes.ok) return true
  const problem = (await failureIn(target, after)) ?? said.at(-1)?.trim() ?? 'the CDK does not say why'
  const command = `troupe deploy --stage ${stage}${fileFlag(run.file)}`
  throw new Fault('DEPLOY_FAILED', { stage, problem, command })
}

/** Says what becomes of the deployment: once AWS has begun it does not need this process. */
export async function sayInterrupted(run: Run, { stackName, account: { client, region } }: Target): Promise<ExitCode> {
  const stack = await findStack(client, stackName).catch(() => undefined)
  const goesOn = stack?.status.endsWith('_IN_PROGRESS') === true && stack.status !== 'REVIEW_IN_PROGRESS'
  run.output.stderr.write(
    goesOn
      ? `The deployment goes on in AWS; look on: ${stackUrl(region, stackName)}\n`
      : 'Nothing is being changed in AWS\n',
  )
  const command = `aws cloudformation cancel-update-stack --stack-name ${stackName} --region ${region}`
  if (goesOn && stack.status === 'UPDATE_IN_PROGRESS') sayNext(run.output, [[command, 'take it back']])
  return exitCodes.interrupted
}

/** Undefined: nothing was begun in AWS, or it cannot be asked. */
async function failureIn({ stackName, account }: Target, after: string | undefined): Promise<string | undefined> {
  try {
    return await firstFailure(account.client, { stack: stackName, after })
  } catch {
    return undefined
  }
}
