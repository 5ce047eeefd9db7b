/**
 * One attempt, from claim to notify, wherever its code runs.
 *
 * P5  an attempt works only if its claim was the first;
 * P6  its result is recorded once, by whoever claimed it.
 *
 * It writes nothing but its own result, and never a job.
 */
import { Fault } from '../core/fault.ts'
import { addUsage, type ModelUsage } from '../core/model-usage.ts'
import type { AttemptOutcome } from '../core/result.ts'
import type { AgentExecutor, Execution } from '../ports/agent-executor.ts'
import type { AttemptCall } from '../ports/agent-invoker.ts'
import type { JobStore, ResultRecord } from '../ports/job-store.ts'
import type { Log } from '../ports/log.ts'
import type { EnginePorts } from './engine-ports.ts'
import { storePayload } from './payloads.ts'

export type AttemptPorts = Pick<EnginePorts, 'blobs' | 'queue' | 'clock' | 'ids' | 'log' | 'meter'> & {
  /** All of the job table that an attempt may touch. */
  readonly store: Pick<JobStore, 'claimResult' | 'recordResult'>
  readonly executor: AgentExecutor
}

export interface AttemptRun {
  /** Aborts when the job was cancelled. */
  readonly signal: AbortSignal
  progress?(fraction: number, text?: string): void
}

/** Pauses before recording is tried again while the store is unavailable or full; the last one repeats. */
const recordPausesMs = [100, 500, 2_000, 5_000]
/** Tries at a claim. Nothing is lost when it stays away: the planner starts the attempt again. */
const claimTries = 3

/**
 * Settles when the result is recorded and reported, or when another run of the attempt had claimed it. Throws the store's
 * faults when it could not be claimed.
 */
export async function runAttempt(given: AttemptPorts, call: AttemptCall, run: AttemptRun): Promise<void> {
  const { jobId, stepId, epoch, attempt, agent, token } = call
  const key = { jobId, stepId, epoch, attempt, agent }
  const ports = { ...given, log: attemptLog(given.log, call) }
  const startedAt = ports.clock.now()
  // Unique to this run: the attempt may be started twice, also in one process.
  const owner = ports.ids.token()
  const claim = { ...key, token, owner, startedAt }
  if (!(await patiently(ports, () => ports.store.claimResult(claim), claimTries))) {
    return ports.log('debug', 'attempt is claimed already', { epoch })
  }
  let usage: ModelUsage | undefined
  const execution = await ports.executor.execute(call, {
    signal: run.signal,
    progress: run.progress ?? (() => {}),
    spent: (more) => {
      usage = addUsage(usage, more)
    },
    // Its average is the hit rate.
    cacheAsked: (isHit) => ports.meter.observe('model_cache_hit', isHit ? 1 : 0, { agent }),
  })
  // Left as running: the next start of the platform reports it as interrupted, which does not count against the agent.
  if (execution.status === 'failed' && execution.error.code === 'STEP_INTERRUPTED') return
  const ended = await outcomeOf(ports, call, execution)
  const reached = usage === undefined ? ended : { ...ended, usage }
  const finishedAt = ports.clock.now()
  const { outcome, recorded } = await record(ports, { ...key, owner, outcome: reached, finishedAt })
  observe(ports, agent, { outcome, elapsedMs: finishedAt - startedAt })
  if (!recorded) return ports.log('warn', 'result dropped: the attempt is not owned any more', { epoch })
  const kind = outcome.status === 'completed' ? 'step.completed' : 'step.failed'
  await ports.queue.send([{ kind, jobId, stepId, epoch, attempt }])
}

/** Each line names the attempt: whoever looks for a job finds all that was said of it. */
function attemptLog(log: Log, { agent, jobId, stepId, attempt }: AttemptCall): Log {
  return (level, message, fields) => log(level, message, { agent, jobId, stepId, attempt, ...fields })
}

async function outcomeOf(ports: AttemptPorts, call: AttemptCall, execution: Execution): Promise<AttemptOutcome> {
  if (execution.status === 'failed') return execution
  const { agent, jobId, stepId, epoch, attempt } = call
  const key = `outputs/${agent}/${jobId}/${stepId}/${epoch}-${attempt}.json`
  try {
    const output = await patiently(ports, () => storePayload(ports.blobs, key, execution.output))
    return { status: 'completed', output }
  } catch (error) {
    return refusedBy(error)
  }
}

/** What the store will never take, such as an output beyond its limit, is a failure of the step like any other. */
function refusedBy(error: unknown): AttemptOutcome {
  if (!(error instanceof Fault)) throw error
  return { status: 'failed', error: { code: error.code, message: error.message, retryable: false } }
}

interface Recorded {
  readonly outcome: AttemptOutcome
  /** False: the attempt is not owned any more. */
  readonly recorded: boolean
}

async function record(ports: AttemptPorts, result: ResultRecord): Promise<Recorded> {
  const { outcome } = result
  try {
    return { outcome, recorded: await patiently(ports, () => ports.store.recordResult(result)) }
  } catch (error) {
    if (outcome.status === 'failed') throw error
    const { usage } = outcome
    return await record(ports, {
      ...result,
      outcome: { ...refusedBy(error), ...(usage === undefined ? {} : { usage }) },
    })
  }
}

/** Work that is done must not be lost to a full disk: tries until it is recorded, or the process ends. */
async function patiently<T>(ports: AttemptPorts, save: () => Promise<T>, maxTries = Infinity): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await save()
    } catch (error) {
      if (!(error instanceof Fault) || !error.retryable || tries + 1 >= maxTries) throw error
      ports.log('error', error.message, { code: error.code })
      await ports.clock.sleep(recordPausesMs[Math.min(tries, recordPausesMs.length - 1)] ?? 0)
    }
  }
}

function observe(ports: AttemptPorts, agent: string, end: { outcome: AttemptOutcome; elapsedMs: number }): void {
  const { status } = end.outcome
  ports.meter.count('attempts', { agent, status })
  ports.meter.observe('attempt_duration_ms', end.elapsedMs, { agent })
  observeUsage(ports, agent, end.outcome.usage)
  const fields = { executionTimeMs: end.elapsedMs }
  if (end.outcome.status === 'completed') ports.log('debug', 'attempt completed', fields)
  else ports.log('warn', `attempt failed: ${end.outcome.error.message}`, { ...fields, code: end.outcome.error.code })
}

/** Its sum is what an agent's models cost; attempts whose cost is unknown are counted apart, not as nothing. */
function observeUsage({ meter }: AttemptPorts, agent: string, usage: ModelUsage | undefined): void {
  if (usage === undefined) return
  const { inputTokens, outputTokens, microUsd } = usage
  meter.observe('model_input_tokens', inputTokens, { agent })
  meter.observe('model_output_tokens', outputTokens, { agent })
  if (microUsd === 'unknown') meter.count('model_cost_unknown', { agent })
  else meter.observe('model_cost_micro_usd', microUsd, { agent })
}
