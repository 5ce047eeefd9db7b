/**
 * A queue as SQS is: it hands a message out again when nobody deleted it in time, hands some out twice, in any order,
 * and puts a message that nobody is done with among the dead letters.
 */
import type { Fact } from '../../core/fact.ts'
import { shortOf } from './names.ts'
import type { World } from './world.ts'

export interface Message {
  readonly fact: Fact
  visibleAt: number
  receives: number
  dead: boolean
}

export interface SimulatedQueue {
  send(facts: readonly Fact[], delayMs: number): void
  /** Messages that may be handed out now. */
  backlog(): number
  /** Messages on their way, hidden or delayed ones included, dead letters too. */
  readonly size: number
  has(jobId: string): boolean
  delete(messages: readonly Message[]): void
}

export interface QueueOptions {
  readonly world: World
  /** Takes messages of one job; the queue hands them out again unless they are deleted. */
  readonly deliver: (jobId: string, messages: readonly Message[]) => void
  readonly deliverDead: (jobId: string, message: Message) => void
  readonly lost: (fact: Fact) => void
  /** What is never sent, though its sender believes so. */
  readonly isMute: (fact: Fact) => boolean
}

/** What SQS holds at most; the rest is left to `wakeAt`. */
export const longestDelayMs = 900_000
const visibilityMs = 30_000
/** Receives before a message becomes a dead letter. */
const maxReceives = 5

export function createSimulatedQueue({ world, deliver, deliverDead, lost, isMute }: QueueOptions): SimulatedQueue {
  const byJob = new Map<string, Set<Message>>()
  const messagesOf = (jobId: string): Set<Message> => {
    const known = byJob.get(jobId) ?? new Set()
    byJob.set(jobId, known)
    return known
  }

  const put = (fact: Fact, visibleAt: number): void => {
    const message = { fact, visibleAt, receives: 0, dead: false }
    messagesOf(fact.jobId).add(message)
    showLater(message)
  }
  const showLater = (message: Message): void => world.schedule({ run: () => show(message) }, message.visibleAt)

  /** A planner takes the message, and perhaps others of its job that lie there; the rest is left to the next planner. */
  const show = (message: Message): void => {
    const { jobId } = message.fact
    if (!messagesOf(jobId).has(message) || message.visibleAt > world.now) return
    const dead = message.dead || message.receives >= maxReceives
    const beside = dead ? [] : [...messagesOf(jobId)].filter((other) => isBeside(other, message))
    const taken = [message, ...beside.filter(() => world.random.chance(0.7))]
    for (const one of taken) hide(one)
    if (!dead) return deliver(jobId, taken)
    if (!message.dead) world.note(undefined, `puts ${message.fact.kind} of ${shortOf(jobId)} among the dead letters`)
    message.dead = true
    deliverDead(jobId, message)
  }
  const isBeside = (other: Message, message: Message): boolean =>
    other !== message && !other.dead && other.visibleAt <= world.now && other.receives < maxReceives
  const hide = (message: Message): void => {
    message.receives += 1
    message.visibleAt = world.now + visibilityMs
    showLater(message)
  }

  const sendOne = (fact: Fact, visibleAt: number): void => {
    const { perMessage } = world.weather
    const { messages } = world.count
    messages.sent += 1
    if (world.strikes(perMessage)) {
      messages.lost += 1
      world.note(undefined, `loses ${fact.kind} of ${shortOf(fact.jobId)}`)
      return lost(fact)
    }
    const late = world.strikes(perMessage)
    if (late) messages.late += 1
    put(fact, visibleAt + (late ? world.random.below(300_000) : world.random.below(50)))
    if (!world.strikes(perMessage)) return
    messages.doubled += 1
    put(fact, visibleAt + world.random.below(100_000))
  }

  return {
    send(facts, delayMs) {
      if (delayMs > longestDelayMs) return
      for (const fact of facts) if (!isMute(fact)) sendOne(fact, world.now + delayMs)
    },
    backlog: () => [...byJob.values()].flatMap((all) => [...all].filter((one) => one.visibleAt <= world.now)).length,
    get size() {
      let size = 0
      for (const messages of byJob.values()) size += messages.size
      return size
    },
    has: (jobId) => messagesOf(jobId).size > 0,
    delete(messages) {
      for (const message of messages) messagesOf(message.fact.jobId).delete(message)
    },
  }
}
