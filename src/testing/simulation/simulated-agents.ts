/** Attempts as processes of their own: started late, twice or not at all, aborted, killed, stopped at their timeout. */
import type { StepCrashed } from '../../core/fact.ts'
import type { AttemptKey } from '../../core/result.ts'
import { type AttemptPorts, runAttempt } from '../../engine/run-attempt.ts'
import type { Execution } from '../../ports/agent-executor.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import { nameOf } from './names.ts'
import type { Crash, Work } from './seed.ts'
import type { Process, World } from './world.ts'

export interface SimulatedAgents {
  /** Takes the start of an attempt; it may begin later, twice, or never. */
  invoke(call: AttemptCall): void
  abort(attempt: AttemptKey): void
  /** Attempts that were taken and have not ended. */
  readonly running: number
}

export interface AgentsOptions {
  readonly world: World
  readonly behaviour: (call: AttemptCall) => Work
  readonly portsOf: (process: Process) => Omit<AttemptPorts, 'executor'>
  /** The author's code is about to run. */
  readonly works: (call: AttemptCall) => void
  readonly died: (attempt: AttemptKey, end: Death) => void
  /** Accidents do not end the process of a step that lost so many. */
  readonly maxDeaths: number
}

export type Death = Pick<StepCrashed, 'reason' | 'message'>

interface Run {
  readonly call: AttemptCall
  readonly stop: AbortController
  death: Death
}

export function createAgents(options: AgentsOptions): SimulatedAgents {
  const { world, maxDeaths, portsOf, died } = options
  const runs = new Map<Process, Run>()
  const deaths = new Map<string, number>()
  let expected = 0

  const begin = (call: AttemptCall): void => {
    expected -= 1
    const process = world.process('attempt')
    process.spared = (deaths.get(stepOf(call)) ?? 0) >= maxDeaths
    const run: Run = { call, stop: new AbortController(), death: { reason: 'interrupted' } }
    runs.set(process, run)
    world.note(process, `begins ${nameOf(call)}`)
    const executor = { execute: () => work(options, process, run) }
    runAttempt({ ...portsOf(process), executor }, call, { signal: run.stop.signal }).then(
      () => runs.delete(process),
      () => world.kill(process),
    )
  }

  world.onKill((process) => {
    const run = runs.get(process)
    if (run === undefined) return
    runs.delete(process)
    const step = stepOf(run.call)
    deaths.set(step, (deaths.get(step) ?? 0) + 1)
    died(run.call, run.death)
  })

  return {
    invoke(call) {
      for (const delayMs of startsOf(world, call)) {
        expected += 1
        world.schedule({ run: () => begin(call) }, world.now + delayMs)
      }
    },
    abort(attempt) {
      for (const { call, stop } of runs.values()) if (nameOf(call) === nameOf(attempt)) stop.abort()
    },
    get running() {
      return runs.size + expected
    },
  }
}

/** When the attempt begins, in ms from now: once as a rule, but late, twice or never by accident. */
function startsOf(world: World, call: AttemptCall): number[] {
  const { random, count, weather } = world
  const { starts } = count
  const { perMessage } = weather
  starts.sent += 1
  if (world.strikes(perMessage)) {
    starts.lost += 1
    world.note(undefined, `loses the start of ${nameOf(call)}`)
    return []
  }
  const isLate = world.strikes(perMessage)
  const isDoubled = world.strikes(perMessage)
  if (isLate) starts.late += 1
  if (isDoubled) starts.doubled += 1
  const longest = isLate ? 120_000 : 500
  return isDoubled ? [random.below(longest), random.below(longest)] : [random.below(longest)]
}

/** The author's code: ends as the behaviour says, at the timeout at the latest, or at once when it is told to stop. */
function work({ world, behaviour, works }: AgentsOptions, process: Process, run: Run): Promise<Execution> {
  const { call, stop } = run
  const { promise, resolve } = Promise.withResolvers<Execution>()
  works(call)
  const { ms, end } = behaviour(call)
  const { timeoutMs } = call
  const finish = (): void => {
    const outcome: Work['end'] = ms > timeoutMs ? { status: 'crashed', reason: 'timedOut' } : end
    if (!isCrash(outcome)) return resolve(outcome)
    const { reason, message } = outcome
    run.death = message === undefined ? { reason } : { reason, message }
    world.kill(process)
  }
  world.schedule({ process, label: `has worked on ${nameOf(call)}`, run: finish }, world.now + Math.min(ms, timeoutMs))
  stop.signal.addEventListener('abort', () => resolve(cancelled))
  if (world.strikes(world.weather.perFreeze)) world.freeze(process)
  return promise
}

const cancelled: Execution = {
  status: 'failed',
  error: { code: 'STEP_CANCELLED', message: 'Attempt was stopped because its job was cancelled' },
}

function isCrash(end: Work['end']): end is Crash {
  return end.status === 'crashed'
}

function stepOf({ jobId, stepId, epoch }: AttemptKey): string {
  return `${jobId}/${stepId}/${epoch}`
}
