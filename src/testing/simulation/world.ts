/**
 * Virtual time and virtual processes: one thing happens at a time, and the seed alone decides which.
 *
 * 1. A process does nothing but make calls through the world; killed, it never hears of another answer.
 * 2. Time stands still while anything can happen, and then jumps to the next instant at which something can.
 * 3. The same seed makes the same choices in the same order, and so the same trace.
 */
import { Fault } from '../../core/fault.ts'
import type { Random } from './random.ts'

export interface Process {
  readonly name: string
  alive: boolean
}

/** What may happen to a call: nothing, an error before or after it took effect, the end of its process before or after. */
export type Fate = 'done' | 'refused' | 'doneButFailed' | 'killedBefore' | 'killedAfter'

interface Task {
  readonly process: Process | undefined
  readonly label: string
  readonly run: () => Promise<void> | void
}

export class World {
  now = 1_000_000
  /** One line per thing that happened. */
  readonly trace: string[] = []
  readonly random: Random
  /** Faults still to come; 0 makes the world kind. */
  faultsLeft: number
  readonly #ready: Task[] = []
  readonly #later: { readonly at: number; readonly order: number; readonly task: Task }[] = []
  readonly #killed = new Set<(process: Process) => void>()
  #scheduled = 0

  constructor(random: Random, faults: number) {
    this.random = random
    this.faultsLeft = faults
  }

  /** Lets something happen at an instant; at once, among whatever else can happen, when it is not ahead. */
  schedule(task: Task, at = this.now): void {
    if (at <= this.now) this.#ready.push(task)
    else this.#later.push({ at, order: this.#scheduled++, task })
  }

  /** A call of a process to the outside. Settles in a later turn, or never if its process is killed. */
  call<T>(process: Process, label: string, apply: () => Promise<T>): Promise<T> {
    const answer = Promise.withResolvers<T>()
    const run = async (): Promise<void> => {
      const fate = this.#fate()
      if (fate !== 'done') this.note(process, `${label}: ${fate}`)
      const value = fate === 'killedBefore' || fate === 'refused' ? undefined : await apply()
      if (fate === 'killedBefore' || fate === 'killedAfter') return this.kill(process)
      if (fate === 'done') return answer.resolve(value as T)
      answer.reject(new Fault('STORE_UNAVAILABLE', { operation: label, problem: fate }, { retryable: true }))
    }
    this.schedule({ process, label, run })
    return answer.promise
  }

  kill(process: Process): void {
    process.alive = false
    this.note(process, 'is killed')
    for (const tell of this.#killed) tell(process)
  }

  onKill(tell: (process: Process) => void): void {
    this.#killed.add(tell)
  }

  note(process: Process | undefined, what: string): void {
    this.trace.push(`${String(this.now - 1_000_000).padStart(8)} ${process?.name ?? 'world'} ${what}`)
  }

  /** Whether one of the next draws is a fault. */
  strikes(probability: number): boolean {
    if (this.faultsLeft <= 0 || !this.random.chance(probability)) return false
    this.faultsLeft -= 1
    return true
  }

  /** Lets one thing happen. False when nothing is left. */
  async step(): Promise<boolean> {
    if (this.#ready.length === 0 && !this.#advance()) return false
    const [task] = this.#ready.splice(this.random.below(this.#ready.length), 1)
    if (task === undefined || task.process?.alive === false) return true
    this.note(task.process, task.label)
    await task.run()
    // Everything that follows from it within the processes happens before the next choice.
    await new Promise((turn) => setImmediate(turn))
    return true
  }

  #fate(): Fate {
    if (!this.strikes(0.06)) return 'done'
    return this.random.pick(['refused', 'doneButFailed', 'killedBefore', 'killedAfter'])
  }

  #advance(): boolean {
    if (this.#later.length === 0) return false
    this.now = Math.min(...this.#later.map(({ at }) => at))
    const due = this.#later.filter(({ at }) => at === this.now).sort((a, b) => a.order - b.order)
    for (const entry of due) this.#later.splice(this.#later.indexOf(entry), 1)
    this.#ready.push(...due.map(({ task }) => task))
    return true
  }
}
