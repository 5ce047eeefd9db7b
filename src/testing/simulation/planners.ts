/** Planners, and consumers of dead letters: each a process that handles some facts of one job and ends. */
import type { Fact } from '../../core/fact.ts'
import type { EnginePorts } from '../../engine/engine-ports.ts'
import { handleDeadLetter } from '../../engine/handle-dead-letter.ts'
import { handleFacts } from '../../engine/handle-facts.ts'
import { actFirst, type Guard } from './guards.ts'
import { shortOf } from './names.ts'
import type { Message, SimulatedQueue } from './simulated-queue.ts'
import type { Process, ProcessKind, World } from './world.ts'

export interface Planners {
  readonly deliver: (jobId: string, messages: readonly Message[]) => void
  readonly deliverDead: (jobId: string, message: Message) => void
  /** Jobs by the process that is at work on them. */
  readonly atWork: ReadonlyMap<Process, string>
}

export interface PlannersOptions {
  readonly world: World
  readonly queue: () => SimulatedQueue
  readonly enter: (kind: ProcessKind) => { readonly process: Process; readonly ports: EnginePorts }
  /** A dead letter is deleted: its fact may not have been handled. */
  readonly lost: (fact: Fact) => void
  /** A planner is done with the fact. */
  readonly handled: (fact: Fact, takenAt: number) => void
  readonly without: readonly Guard[]
}

export function createPlanners({ world, queue, enter, lost, handled, without }: PlannersOptions): Planners {
  const atWork = new Map<Process, string>()
  world.onKill((process) => atWork.delete(process))

  const follow = (process: Process, handling: Promise<void>): void => {
    handling
      .catch((error: unknown) => world.note(process, `gives back: ${error instanceof Error ? error.message : error}`))
      .finally(() => atWork.delete(process))
      .catch(() => {})
  }
  const remove = (process: Process, messages: readonly Message[], jobId: string): Promise<void> =>
    world.call(process, {
      name: 'delete',
      apply: async () => {
        // It may be at work on it still, or dead: what that one saved, and did not carry out, is left to the sweeper.
        for (const { fact, receives } of messages) if (receives > 1) lost(fact)
        queue().delete(messages)
      },
      about: () => `what it took of ${shortOf(jobId)}`,
    })

  const handle = async (process: Process, ports: EnginePorts, taken: Taken): Promise<void> => {
    const { jobId, messages } = taken
    if (without.includes('acknowledgeLast')) queue().delete(messages)
    const acting = without.includes('saveBeforeAct') ? actFirst(ports) : { ports, settle: async () => {} }
    const facts = messages.map(({ fact }) => fact)
    const takenAt = world.now
    await handleFacts(acting.ports, jobId, facts)
    await acting.settle()
    for (const fact of facts) handled(fact, takenAt)
    await remove(process, messages, jobId)
  }

  const bury = async (process: Process, ports: EnginePorts, { jobId, messages }: Taken): Promise<void> => {
    for (const { fact, receives } of messages) await handleDeadLetter(ports, { jobId, facts: [fact], receives })
    // What it could not handle is left to the sweeper, as a lost fact is.
    for (const { fact } of messages) lost(fact)
    await remove(process, messages, jobId)
  }

  return {
    atWork,
    deliver(jobId, messages) {
      const { process, ports } = enter('planner')
      atWork.set(process, jobId)
      world.note(process, `takes ${messages.map(({ fact }) => factText(fact)).join(', ')} of ${shortOf(jobId)}`)
      follow(process, handle(process, ports, { jobId, messages }))
    },
    deliverDead(jobId, message) {
      const { process, ports } = enter('deadLetters')
      atWork.set(process, jobId)
      world.note(process, `takes the dead ${factText(message.fact)} of ${shortOf(jobId)}`)
      follow(process, bury(process, ports, { jobId, messages: [message] }))
    },
  }
}

interface Taken {
  readonly jobId: string
  readonly messages: readonly Message[]
}

/** As the trace calls a fact. */
export function factText(fact: Fact): string {
  return 'stepId' in fact ? `${fact.kind} ${fact.stepId}#${fact.attempt}` : fact.kind
}
