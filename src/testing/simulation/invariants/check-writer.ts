/** P1, P7, P12: who may save, and what. */
import type { Job } from '../../../core/job.ts'
import { isTerminal } from '../../../core/status.ts'
import type { ProcessKind } from '../world.ts'
import { type Broken, broken, type Change } from './change.ts'

/** What a mark of a client may change in a job; everything else is the planner's. */
const marks: readonly (keyof Job)[] = ['cancelRequestedAt', 'pausedAt', 'wakeAt', 'version', 'updatedAt']
const writers: readonly ProcessKind[] = ['planner', 'api', 'deadLetters']

export function* checkWriter(change: Change): Generator<Broken> {
  const { before, after, writer } = change
  if (after.version !== before.version + 1)
    yield broken('P1', `version ${after.version} replaces version ${before.version}`)
  if (!writers.includes(writer)) yield broken('P1', `a process of kind ${writer} saves a job`)
  if (writer === 'api' && after.epoch === before.epoch) yield* checkMark(before, after)
  if (isTerminal(before.status)) yield* checkNextEpoch(change)
  else if (after.epoch !== before.epoch) yield broken('P7', 'a job that has not ended begins another epoch')
  yield* checkFixed(before, after)
  yield* checkSize(change)
}

function* checkMark(before: Job, after: Job): Generator<Broken> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof Job>
  for (const name of names) {
    if (marks.includes(name) || JSON.stringify(before[name]) === JSON.stringify(after[name])) continue
    yield broken('P1', `a client's mark changes ${name}`)
  }
}

function* checkNextEpoch({ before, after, writer }: Change): Generator<Broken> {
  if (after.epoch === before.epoch) return yield broken('P7', `a job that is ${before.status} changes`)
  if (writer !== 'api') yield broken('P7', `a ${writer} runs an ended job again`)
  if (after.epoch !== before.epoch + 1) yield broken('P7', `epoch ${after.epoch} follows epoch ${before.epoch}`)
  const record = after.earlierEpochs.at(-1)
  if (record?.epoch !== before.epoch || record.status !== before.status) {
    yield broken('P7', `epoch ${before.epoch} is not recorded as ${before.status}`)
  }
  if (after.cancelRequestedAt !== undefined || after.pausedAt !== undefined) {
    yield broken('P7', 'a rerun begins with a mark of the epoch before')
  }
  if (after.steps.some(({ status }) => status === 'running' || status === 'waiting')) {
    yield broken('P7', 'a rerun begins with a step that is at work')
  }
}

const fixed: readonly (keyof Job)[] = ['jobId', 'tenant', 'workflow', 'definitionHash', 'payloadHash', 'createdAt']

function* checkFixed(before: Job, after: Job): Generator<Broken> {
  for (const name of fixed) if (before[name] !== after[name]) yield broken('P1', `${name} changes`)
  if (JSON.stringify(before.input) !== JSON.stringify(after.input)) yield broken('P1', 'the input changes')
}

function* checkSize({ after, definition }: Change): Generator<Broken> {
  const rules = definition.workflows[after.workflow]?.rules ?? []
  const most = rules.reduce((sum, rule) => sum + Math.max(rule.whenTrue.length, rule.whenFalse.length), 0)
  if (after.steps.length > most) yield broken('P12', `${after.steps.length} steps of a plan that has at most ${most}`)
  if (isTerminal(after.status) && after.steps.some(({ status }) => !isTerminal(status))) {
    yield broken('P7', `a job that is ${after.status} has an open step`)
  }
}
