/** What may happen to a call, and how often it did. */
const strokes = ['refused', 'doneButFailed', 'failedThenDone', 'slow', 'killedBefore', 'killedAfter'] as const

/**
 * | fate | the call | its caller |
 * |---|---|---|
 * | done | takes effect | is answered |
 * | refused | has no effect | is told that it failed |
 * | doneButFailed | takes effect | is told that it failed |
 * | failedThenDone | takes effect later | is told at once that it failed |
 * | slow | takes effect | is answered later |
 * | killedBefore | has no effect | dies |
 * | killedAfter | takes effect | dies |
 */
export const fates = ['done', ...strokes] as const
export type Fate = (typeof fates)[number]
export type Stroke = (typeof strokes)[number]

export interface Accidents {
  /** By call (`saveJob`, `send`, `invoke`, `put` ...), then by fate, `done` included. */
  readonly calls: Readonly<Record<string, Readonly<Record<Fate, number>>>>
  readonly messages: { readonly sent: number; readonly lost: number; readonly doubled: number; readonly late: number }
  readonly starts: { readonly sent: number; readonly lost: number; readonly doubled: number; readonly late: number }
  /** Processes that stood still for minutes and then went on with what they knew. */
  readonly frozen: number
  /** Minutes in which the store refused every call. */
  readonly outages: number
  /** Results that somebody wrote without the token of the attempt. */
  readonly forged: number
  /** Lists of due jobs that were old or cut short. */
  readonly stale: number
}

/** The same, while it is being counted. */
export interface AccidentCount {
  readonly calls: Record<string, Record<Fate, number>>
  readonly messages: { sent: number; lost: number; doubled: number; late: number }
  readonly starts: { sent: number; lost: number; doubled: number; late: number }
  frozen: number
  outages: number
  forged: number
  stale: number
}

export function noAccidents(): AccidentCount {
  const none = { sent: 0, lost: 0, doubled: 0, late: 0 }
  return { calls: {}, messages: { ...none }, starts: { ...none }, frozen: 0, outages: 0, forged: 0, stale: 0 }
}

export function countCall(count: AccidentCount, call: string, fate: Fate): void {
  const known = count.calls[call] ?? {
    done: 0,
    refused: 0,
    doneButFailed: 0,
    failedThenDone: 0,
    slow: 0,
    killedBefore: 0,
    killedAfter: 0,
  }
  known[fate] += 1
  count.calls[call] = known
}

/** How unkind the world is to one seed: some seeds meet every kind of accident, others only a few, but often. */
export interface Weather {
  /** Accidents at most. */
  readonly faults: number
  /** Chance that a call meets one of the strokes. */
  readonly perCall: number
  readonly strokes: readonly [Stroke, ...Stroke[]]
  /** Chance that a message or a start is lost; the same that it is doubled, and that it is late. */
  readonly perMessage: number
  /** Chance that a process stands still for minutes after a call, or during an agent's work. */
  readonly perFreeze: number
  /** Chance that somebody forges a result of an attempt that starts. */
  readonly perForgery: number
  /** Chance that a list of due jobs is old. */
  readonly perList: number
  /** How far the clocks of processes may be from the true time, in ms. */
  readonly skewMs: number
  /** Whether the store is away for some minutes, once. */
  readonly outage: boolean
}

interface Draws {
  chance(probability: number): boolean
  pick<T>(choices: readonly [T, ...T[]]): T
}

export function drawWeather(random: Draws, faults: number | undefined): Weather {
  const some = strokes.filter(() => random.chance(0.5))
  const chosen = random.chance(0.4) || some.length === 0 ? strokes : (some as [Stroke, ...Stroke[]])
  const drawn = random.pick([3, 15, 15, 40])
  return {
    faults: faults ?? drawn,
    perCall: random.pick([0.01, 0.04, 0.06, 0.15]),
    strokes: chosen,
    perMessage: random.pick([0, 0.03, 0.05, 0.2]),
    perFreeze: random.pick([0, 0, 0.01, 0.03]),
    perForgery: random.pick([0, 0, 0, 0.2]),
    perList: random.pick([0, 0, 0.3]),
    skewMs: faults === 0 ? 0 : random.pick([0, 0, 2_000]),
    outage: faults !== 0 && random.chance(0.1),
  }
}
