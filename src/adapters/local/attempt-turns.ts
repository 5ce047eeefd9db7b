/**
 * Says of each attempt that a thread was given whether it began there or was taken back, so that it is never both, even
 * while the thread is stuck in a loop: one number in memory that both sides see, the last attempt of which either is
 * true. A thread's attempts are numbered from 1, in the order they were given.
 */
export type AttemptTurns = Int32Array<SharedArrayBuffer>

export function newTurns(): AttemptTurns {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
}

/** The thread's side. False: the attempt was taken back, and does not begin. */
export function beginTurn(turns: AttemptTurns, attempt: number): boolean {
  return Atomics.compareExchange(turns, 0, attempt - 1, attempt) === attempt - 1
}

/** The platform's side: takes back all attempts up to `last` that have not begun. Answers the last one that has. */
export function takeBackTurns(turns: AttemptTurns, last: number): number {
  return Atomics.exchange(turns, 0, last)
}
