import { Fault } from '../../core/fault.ts'
import { askText } from '../ask-text.ts'
import { awsFault } from '../aws/aws-fault.ts'
import { stackUrl } from '../aws/console-url.ts'
import { firstFailure, lastEvent } from '../aws/stack-events.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { fileFlag, openStageProject, plural } from '../open-project.ts'
import { writeJson } from '../output.ts'
import { type Run, sayNext } from '../run-command.ts'
import { deleteStack } from './delete-stack.ts'
import { emptyBucket } from './empty-bucket.ts'
import { type StagePart, stageParts } from './stage-parts.ts'
import { findTarget, type Target } from './target.ts'

export interface DestroyOptions {
  readonly stage: string
  /** The stage's name once more. */
  readonly confirm?: string
}

/**
 * Deletes a stage, having said what goes and what is kept, and having heard its name.
 *
 * Throws before anything is changed `MANIFEST_INVALID`, `DEPLOY_ACCOUNT`, `STAGE_NOT_DEPLOYED`, `DEPLOY_STACK_BUSY`,
 * `STAGE_PROTECTED`, `CLI_INPUT_NEEDED`, `STAGE_NOT_CONFIRMED` and the faults of `awsFault`; afterwards `STAGE_DELETION_FAILED`.
 */
export async function destroyStage(run: Run, { stage, confirm }: DestroyOptions, pauseMs = 3_000): Promise<ExitCode> {
  const target = await findTarget(openStageProject(run, stage))
  checkPresent(target)
  try {
    const parts = await stageParts(target.account.client, target.stackName)
    sayParts(run, target, parts)
    checkUnprotected(target)
    await checkName(run, stage, confirm)
    return await remove(run, { target, parts, pauseMs })
  } catch (thrown) {
    throw awsFault(thrown, stage)
  }
}

function checkPresent({ stage, stackName: stack, stack: found, account: { region } }: Target): void {
  if (found === undefined) throw new Fault('STAGE_NOT_DEPLOYED', { stage, stack, region })
  // Asking for a deletion twice does no harm.
  if (!found.status.endsWith('_IN_PROGRESS') || found.status === 'DELETE_IN_PROGRESS') return
  throw new Fault('DEPLOY_STACK_BUSY', { stage, stack, status: found.status, console: stackUrl(region, stack) })
}

function checkUnprotected({ stage, stackName, stack, account: { region } }: Target): void {
  if (stack?.isProtected !== true) return
  const flags = `--no-enable-termination-protection --stack-name ${stackName} --region ${region}`
  throw new Fault('STAGE_PROTECTED', { stage, command: `aws cloudformation update-termination-protection ${flags}` })
}

/** What holds somebody's data. */
const dataTypes = ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket']

function sayParts(
  { output: { stderr } }: Run,
  { stage, stackName, account }: Target,
  parts: readonly StagePart[],
): void {
  const gone = parts.filter(({ isKept }) => !isKept)
  const kept = parts.filter(({ isKept }) => isKept)
  const named = (part: StagePart) => `           ${part.type} ${part.name}\n`
  stderr.write(`stage ${stage}: stack ${stackName} in account ${account.id}, ${account.region}, as ${account.caller}\n`)
  const data = gone.filter(({ type }) => dataTypes.includes(type))
  stderr.write(
    `  deleted  ${plural(gone.length, 'resource')}${data.length === 0 ? '' : ', with all that these hold:'}\n`,
  )
  for (const part of data) stderr.write(named(part))
  stderr.write(`  kept     ${kept.length === 0 ? 'nothing' : plural(kept.length, 'resource')}\n`)
  for (const part of kept) stderr.write(named(part))
}

async function checkName(run: Run, stage: string, confirm: string | undefined): Promise<void> {
  const flag = `--confirm ${stage}`
  const met = confirm ?? (await askText(run.output, { what: `The stage's name, ${stage}, to delete it`, flag }))
  if (met !== stage) throw new Fault('STAGE_NOT_CONFIRMED', { stage, met: met === '' ? 'nothing' : met, flag })
}

interface Removing {
  readonly target: Target
  readonly parts: readonly StagePart[]
  readonly pauseMs: number
}

async function remove(run: Run, { target, parts, pauseMs }: Removing): Promise<ExitCode> {
  const { output, signal, file } = run
  const { stage, stackName, account } = target
  const say = (text: string) => output.stderr.write(text)
  for (const { name: bucket } of parts.filter(({ type, isKept }) => type === 'AWS::S3::Bucket' && !isKept)) {
    await emptyBucket({ bucket, region: account.region }, (count) => say(`${plural(count, 'object')} deleted\n`))
  }
  const after = await lastEvent(account.client, stackName)
  const onDeleted = (type: string, id: string) => say(`deleted  ${type}  ${id}\n`)
  const left = await deleteStack({ target, signal, pauseMs, onDeleted })
  if (left !== undefined && signal.aborted) {
    say(`The deletion goes on in AWS; look on: ${stackUrl(account.region, stackName)}\n`)
    return exitCodes.interrupted
  }
  if (left !== undefined) {
    const failure = await firstFailure(account.client, { stack: stackName, after })
    throw new Fault('STAGE_DELETION_FAILED', { stage, problem: failure ?? left.reason ?? left.status })
  }
  const kept = parts.filter(({ isKept }) => isKept).map(({ type, name }) => ({ type, name }))
  if (output.json) writeJson(output, { stage, stackName, account: account.id, region: account.region, kept })
  else output.stdout.write(`Stage ${stage} is deleted\n`)
  sayNext(output, [[`troupe deploy --stage ${stage}${fileFlag(file)}`, 'make it again']])
  return exitCodes.ok
}
