import type { Execution, ExecutionControl } from '../../ports/agent-executor.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import { newTurns, takeBackTurns } from './attempt-turns.ts'

/** An attempt that a thread was given. */
export interface GivenAttempt {
  /** As the worker knows it: attempts are numbered from 1 in the order they were given. */
  number: number
  readonly call: AttemptCall
  readonly control: ExecutionControl
  /** Undefined: taken back; it has not begun. */
  settle(execution: Execution | undefined): void
}

export interface LineEnds {
  /** Tells the worker of an attempt. */
  give(attempt: GivenAttempt): void
  /** The attempt is the one at work now. */
  begin(attempt: GivenAttempt): void
}

/** Attempts that end so soon cost less than the two messages that bring the next one. */
const soonMs = 5
/** A thread whose attempt takes longer has stalled: those behind it are better off elsewhere. */
const stallMs = 20

/**
 * The attempts of one thread, in order: the one at work, as far as is known here, and those given ahead of their turn.
 *
 * An attempt leaves the line once: it has ended, or was taken back and never begins in this thread, even while the thread
 * is stuck in a loop (see `AttemptTurns`).
 */
export class AttemptLine {
  /** Shared with the worker. */
  readonly turns = newTurns()
  readonly #ends: LineEnds
  #attempts: GivenAttempt[] = []
  /** Numbers given so far. */
  #given = 0
  /** When the attempt at work began, by `performance.now`. */
  #begunAt = 0
  /** Of the attempt that ended last, as the worker measured it. */
  #lastTookMs = Number.POSITIVE_INFINITY

  constructor(ends: LineEnds) {
    this.#ends = ends
  }

  get atWork(): GivenAttempt | undefined {
    return this.#attempts[0]
  }

  /** Its attempts end so soon that it may be given one ahead. */
  get isQuick(): boolean {
    return this.#lastTookMs <= soonMs && !this.isStalled
  }

  /** The attempt at work takes long. */
  get isStalled(): boolean {
    return this.#attempts.length > 0 && performance.now() - this.#begunAt > stallMs
  }

  /** The one at work included. */
  get length(): number {
    return this.#attempts.length
  }

  has(attempt: GivenAttempt): boolean {
    return this.#attempts.includes(attempt)
  }

  add(attempt: GivenAttempt): void {
    this.#attempts.push(attempt)
    this.#give(attempt)
    if (this.#attempts.length === 1) this.#begin(attempt)
  }

  /** Attempts given ahead settle with undefined, unless they have begun by now. */
  takeBack(): void {
    const [atWork, ...ahead] = this.#attempts
    if (atWork === undefined || ahead.length === 0) return
    const begun = takeBackTurns(this.turns, this.#given)
    this.#attempts = [atWork, ...ahead.filter(({ number }) => number <= begun)]
    if (atWork.number > begun) this.#give(atWork)
    for (const attempt of ahead) if (attempt.number > begun) attempt.settle(undefined)
  }

  /** The attempt at work has ended: the next one is. */
  next(tookMs: number): void {
    this.#lastTookMs = tookMs
    this.#attempts.shift()
    if (this.atWork !== undefined) this.#begin(this.atWork)
  }

  /** The thread is gone: answers those that are left, which have begun or might have. */
  clear(): GivenAttempt[] {
    this.takeBack()
    return this.#attempts.splice(0)
  }

  #give(attempt: GivenAttempt): void {
    this.#given += 1
    attempt.number = this.#given
    this.#ends.give(attempt)
  }

  #begin(attempt: GivenAttempt): void {
    this.#begunAt = performance.now()
    this.#ends.begin(attempt)
  }
}
