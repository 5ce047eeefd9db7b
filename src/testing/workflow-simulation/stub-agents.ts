import { agentOf } from '../../planner/result-names.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import { createRandom, hashOf, type Random } from '../simulation/random.ts'
import type { Work } from '../simulation/seed.ts'
import type { DrawnJob } from './draw-job.ts'
import type { PreparedWorkflow } from './prepared-workflow.ts'

/** The codes with which stub agents fail; a job that ends by one of them says nothing about its workflow. */
export const stubCodes = { failed: 'STUB_FAILED', fatal: 'STUB_FATAL' } as const

/** Share of seeds in which agents fail; and within them of steps that always do, and of other attempts. */
const roughShare = 0.4
const doomedShare = 0.15
const failureShare = 0.25

/**
 * What the agent does in one attempt: it answers what was drawn for its step, or it fails, in one of the ways in which
 * agents fail. Depends on the seed and the call alone.
 */
export function stubWork(prepared: PreparedWorkflow, job: DrawnJob, call: AttemptCall): Work {
  const { seed } = job
  const { stepId, agent, epoch, attempt, timeoutMs } = call
  const random = createRandom(hashOf(`${seed}/${stepId}/${agent}/${epoch}/${attempt}/work`))
  const ms = workMs(random, timeoutMs)
  if (isDoomed(job, call)) return failure(prepared, { call, random, ms })
  if (isRough(seed) && random.chance(failureShare)) return failure(prepared, { call, random, ms })
  return { ms, end: { status: 'completed', output: job.outputOf(call) } }
}

/** Whether the step's agent fails however often it is tried, so that what comes after the last attempt is seen. */
function isDoomed({ seed, failing }: DrawnJob, { stepId, agent }: AttemptCall): boolean {
  if (failing.get(stepId) === agent || failing.get(stepId.replace(/-\d+$/, '')) === agent) return true
  return isRough(seed) && createRandom(hashOf(`${seed}/${stepId}/${agent}/doom`)).chance(doomedShare)
}

function isRough(seed: number): boolean {
  return createRandom(hashOf(`${seed}/mood`)).chance(roughShare)
}

/** Mostly short, sometimes until shortly before the timeout. */
function workMs(random: Random, timeoutMs: number): number {
  const most = random.chance(0.1) ? timeoutMs * 0.95 : Math.min(timeoutMs / 2, 10_000)
  return Math.round(most * random.next())
}

interface Failing {
  readonly call: AttemptCall
  readonly random: Random
  readonly ms: number
}

function failure(prepared: PreparedWorkflow, { call, random, ms }: Failing): Work {
  const kind = random.pick(['failed', 'failed', 'failed', 'fatal', 'crashed', 'timedOut', 'outOfMemory'] as const)
  switch (kind) {
    case 'failed':
      return { ms, end: { status: 'failed', error: { code: codeFor(prepared, call, random), message } } }
    case 'fatal':
      return { ms, end: { status: 'failed', error: { code: stubCodes.fatal, message, retryable: false } } }
    case 'timedOut':
      return { ms: call.timeoutMs, end: { status: 'crashed', reason: kind } }
    default:
      return { ms, end: { status: 'crashed', reason: kind } }
  }
}

const message = 'The stub agent failed on purpose'

/** One that is tried again by what the file says, or one that it does not list. */
function codeFor(prepared: PreparedWorkflow, { agent }: AttemptCall, random: Random): string {
  const codes = [...codesOf(prepared, agent), stubCodes.failed]
  return codes[random.below(codes.length)] ?? stubCodes.failed
}

/** The codes that the agent's `retry.on`, or that of one of its steps, lists. */
export function codesOf({ definition, workflow }: PreparedWorkflow, agent: string): string[] {
  const templates = workflow.rules.flatMap(({ whenTrue, whenFalse }) => [...whenTrue, ...whenFalse])
  const own = templates.filter(({ work }) => work.kind === 'agent' && work.agent === agent)
  const policies = [agentOf(definition, agent), ...own].map((part) => part?.retry)
  return [...new Set(policies.flatMap((retry) => retry?.on ?? []))]
}
