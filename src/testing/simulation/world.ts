/**
 * Virtual time and virtual processes: one thing happens at a time, and the seed alone decides which.
 *
 * 1. A process does nothing but make calls through the world; killed, it never hears of another answer.
 * 2. Time stands still while anything can happen, and then jumps to the next instant at which something can.
 * 3. The same seed makes the same choices in the same order, and so the same trace.
 *
 * It does not know the engine: what is called, and what it means, is the platform's part.
 */
import { Fault } from '../../core/fault.ts'
import { type AccidentCount, countCall, type Fate, noAccidents, type Weather } from './accidents.ts'
import type { Random } from './random.ts'
import { createTimeline, type Timeline } from './timeline.ts'

export type ProcessKind = 'planner' | 'attempt' | 'api' | 'sweeper' | 'deadLetters' | 'forger'

export interface Process {
  readonly kind: ProcessKind
  readonly name: string
  /** What its clock is ahead of the true time. */
  readonly skewMs: number
  alive: boolean
  /** It stands still until then. */
  frozenUntil: number
  /** A process that was spared cannot be killed; everything else may still happen to it. */
  spared: boolean
}

export interface Call<T> {
  readonly name: string
  readonly apply: () => Promise<T>
  /** For the trace. */
  readonly about?: (answer: T | undefined) => string
}

export interface Task {
  readonly process?: Process | undefined
  /** For the trace; a task without one leaves no line. */
  readonly label?: string
  readonly run: () => Promise<void> | void
}

/** Instants of the trace count from here. */
export const startOfTime = 1_000_000

export class World {
  now = startOfTime
  /** One line per thing that happened. */
  readonly trace: string[] = []
  readonly random: Random
  readonly weather: Weather
  readonly count: AccidentCount = noAccidents()
  /** Accidents still to come; 0 makes the world kind. */
  faultsLeft: number
  /** The store refuses every call until then. */
  outageUntil = 0
  /** Calls that were answered with a failure and will take effect all the same. */
  effectsPending = 0
  readonly #ready: Task[] = []
  readonly #later: Timeline<Task> = createTimeline()
  readonly #killed = new Set<(process: Process) => void>()
  #processes = 0

  constructor(random: Random, weather: Weather) {
    this.random = random
    this.weather = weather
    this.faultsLeft = weather.faults
  }

  process(kind: ProcessKind): Process {
    const { skewMs } = this.weather
    const skew = skewMs === 0 ? 0 : this.random.below(2 * skewMs + 1) - skewMs
    this.#processes += 1
    return { kind, name: `${kind}${this.#processes}`, skewMs: skew, alive: true, frozenUntil: 0, spared: false }
  }

  /** Lets something happen at an instant; at once, among whatever else can happen, when it is not ahead. */
  schedule(task: Task, at = this.now): void {
    if (at <= this.now) this.#ready.push(task)
    else this.#later.add(task, at)
  }

  /** The next instant at which anything can happen: now, or a later one, or never. */
  get nextAt(): number {
    return this.#ready.length > 0 ? this.now : this.#later.earliest
  }

  /** A call of a process to the outside. Settles in a later turn, or never if its process is killed. */
  call<T>(process: Process, call: Call<T>): Promise<T> {
    const answer = Promise.withResolvers<T>()
    this.schedule({ process, run: () => this.#carryOut(process, call, answer) })
    return answer.promise
  }

  kill(process: Process): void {
    process.alive = false
    this.note(process, 'is dead')
    for (const tell of this.#killed) tell(process)
  }

  onKill(tell: (process: Process) => void): void {
    this.#killed.add(tell)
  }

  /** The process stands still for 1 to 10 minutes, and then goes on with what it knows. */
  freeze(process: Process): void {
    const ms = 60_000 + this.random.below(540_000)
    process.frozenUntil = this.now + ms
    this.count.frozen += 1
    this.note(process, `stands still for ${Math.round(ms / 1_000)} s`)
  }

  note(process: Process | undefined, what: string): void {
    const seconds = ((this.now - startOfTime) / 1_000).toFixed(3)
    this.trace.push(`${seconds.padStart(10)}  ${(process?.name ?? 'world').padEnd(14)} ${what}`)
  }

  /** Whether one of the next draws is an accident. */
  strikes(probability: number): boolean {
    if (this.faultsLeft <= 0 || probability === 0 || !this.random.chance(probability)) return false
    this.faultsLeft -= 1
    return true
  }

  /** Lets one thing happen. False when nothing is left. */
  async step(): Promise<boolean> {
    if (this.#ready.length === 0 && !this.#advance()) return false
    const chosen = this.random.below(this.#ready.length)
    const task = this.#ready[chosen]
    const last = this.#ready.pop()
    if (task === undefined || last === undefined) return true
    if (last !== task) this.#ready[chosen] = last
    const { process } = task
    if (process?.alive === false) return true
    if ((process?.frozenUntil ?? 0) > this.now) this.schedule(task, process?.frozenUntil)
    else await this.#happen(task)
    return true
  }

  async #happen(task: Task): Promise<void> {
    if (task.label !== undefined) this.note(task.process, task.label)
    await task.run()
    // Everything that follows from it within the processes happens before the next choice.
    await new Promise((turn) => setImmediate(turn))
  }

  async #carryOut<T>(process: Process, call: Call<T>, answer: PromiseWithResolvers<T>): Promise<void> {
    const fate = this.#fate(process)
    countCall(this.count, call.name, fate)
    if (fate === 'failedThenDone') this.#applyLater(call)
    const takesEffect = fate !== 'refused' && fate !== 'killedBefore' && fate !== 'failedThenDone'
    const outcome = takesEffect ? await outcomeOf(call) : undefined
    this.#tell(process, call, { fate, outcome })
    if (fate === 'killedBefore' || fate === 'killedAfter') return this.kill(process)
    if (outcome === undefined || fate === 'doneButFailed') answer.reject(this.#failure(process, call.name, fate))
    else if (fate === 'slow') this.schedule({ process, run: () => settle(answer, outcome) }, this.now + this.#slowMs())
    else settle(answer, outcome)
    if (this.strikes(this.weather.perFreeze)) this.freeze(process)
  }

  #tell<T>(process: Process, call: Call<T>, { fate, outcome }: { fate: Fate; outcome: Outcome<T> | undefined }): void {
    const value = outcome !== undefined && 'value' in outcome ? outcome.value : undefined
    const about = call.about?.(value) ?? ''
    if (fate === 'done' && about === 'nothing') return
    const thrown = outcome !== undefined && 'error' in outcome ? ` throws ${outcome.error}` : ''
    this.note(process, `${call.name} ${about}${thrown}${fate === 'done' ? '' : ` <- ${fate}`}`)
  }

  #fate(process: Process): Fate {
    if (this.outageUntil > this.now) return 'refused'
    if (!this.strikes(this.weather.perCall)) return 'done'
    const fate = this.random.pick(this.weather.strokes)
    return process.spared && (fate === 'killedBefore' || fate === 'killedAfter') ? 'refused' : fate
  }

  /**
   * Most failures come as the adapters tell them; some as a bare error of a library, which is a bug of an adapter:
   * whoever looks into dead letters may well fail a job for it.
   */
  #failure({ kind }: Process, operation: string, fate: Fate): Error {
    const isBare = this.outageUntil <= this.now && kind !== 'deadLetters' && this.random.chance(0.1)
    if (isBare) return new Error(`socket hang up: ${operation}`)
    const code = operation === 'send' || operation === 'backlog' ? 'QUEUE_UNAVAILABLE' : 'STORE_UNAVAILABLE'
    return new Fault(code, { operation, problem: fate }, { retryable: true })
  }

  #applyLater<T>(call: Call<T>): void {
    this.effectsPending += 1
    const run = async (): Promise<void> => {
      await outcomeOf(call)
      this.effectsPending -= 1
    }
    this.schedule({ label: `${call.name} takes effect after all`, run }, this.now + this.random.below(40_000))
  }

  #slowMs(): number {
    return this.random.below(60_000)
  }

  #advance(): boolean {
    const next = this.#later.next()
    if (next === undefined) return false
    this.now = next.at
    this.#ready.push(...next.items)
    return true
  }
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown }

async function outcomeOf<T>(call: Call<T>): Promise<Outcome<T>> {
  try {
    return { value: await call.apply() }
  } catch (error) {
    return { error }
  }
}

function settle<T>(answer: PromiseWithResolvers<T>, outcome: Outcome<T>): void {
  if ('value' in outcome) answer.resolve(outcome.value)
  else answer.reject(outcome.error)
}
