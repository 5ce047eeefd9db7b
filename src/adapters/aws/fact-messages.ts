import type { Fact } from '../../core/fact.ts'

/** One fact as SQS is given it. */
export interface FactMessage {
  /** Unique in its batch. */
  readonly id: string
  readonly body: string
  readonly bytes: number
}

const maxMessageBytes = 64 * 1_024
/** A UTF-16 unit takes at most 6 bytes: so many fit beside the ids. */
const maxCrashText = 10_000

/** The facts' JSON, read back by `readFact`. The text of a crash is cut where a message would exceed 64 KB. */
export function factMessages(facts: readonly Fact[]): FactMessage[] {
  return facts.map((fact, index) => {
    const whole = messageOf(fact, index)
    return whole.bytes > maxMessageBytes ? messageOf(shortened(fact), index) : whole
  })
}

function messageOf(fact: Fact, index: number): FactMessage {
  // ASCII alone: SQS refuses or replaces some characters, and what stands for SQS elsewhere refuses others.
  const body = JSON.stringify(fact).replaceAll(/[^\x20-\x7E]/g, escaped)
  return { id: String(index), body, bytes: body.length }
}

/** Of one UTF-16 unit, so that a character beyond them becomes two. */
function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function shortened(fact: Fact): Fact {
  if (fact.kind !== 'step.crashed' || fact.message === undefined) return fact
  return { ...fact, message: fact.message.slice(0, maxCrashText).toWellFormed() }
}
