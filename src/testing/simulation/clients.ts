/**
 * Clients that submit jobs as clients do: they wait for an answer, and ask again with the same key until they have one.
 * P13: what they were told is so from then on, whoever else uses the key.
 */
import type { Definition } from '../../core/definition.ts'
import { Fault } from '../../core/fault.ts'
import { type Submission, type Submitted, submitJob } from '../../engine/submit-job.ts'
import { shortOf } from './names.ts'
import type { Platform } from './platform.ts'
import type { SimulatedSubmission } from './seed.ts'
import { report, type Watch } from './watch.ts'
import type { World } from './world.ts'

export interface Clients {
  /** Clients that have not been answered. */
  readonly waiting: number
  /** Ids of jobs whose submit was acknowledged, with the hash of what was submitted. */
  readonly acknowledged: ReadonlyMap<string, string>
}

export interface ClientsOptions {
  readonly world: World
  readonly watch: Watch
  readonly platform: Platform
  readonly definition: Definition
  readonly submissions: readonly SimulatedSubmission[]
  /** Whether some clients repeat a submit that was acknowledged, or then use its key for another payload. */
  readonly repeats: boolean
  /** Whether two clients may use one key for different payloads at once; then either may win. */
  readonly rivals: boolean
}

export const simulatedTenant = 'simulated'

export function createClients(options: ClientsOptions): Clients {
  const { world, watch, submissions, repeats, rivals } = options
  const { random } = world
  const acknowledged = new Map<string, string>()
  const ask = (submission: Submission): Promise<Answer> => askUntilAnswered(options, submission)
  const violation = (text: string): void => report(watch, [{ invariant: 'P13', text }])
  let waiting = 0

  const accept = ({ job }: Submitted): void => {
    const { jobId, payloadHash } = job
    world.note(undefined, `a client is told that ${shortOf(jobId)} is accepted`)
    if ((acknowledged.get(jobId) ?? payloadHash) !== payloadHash) violation('two payloads are accepted under one key')
    acknowledged.set(jobId, payloadHash)
    if (watch.jobs.get(jobId)?.payloadHash !== payloadHash) violation(`${jobId} was accepted and is not there`)
  }

  /** Alone with its key, a client is not refused. */
  const honest = async (submission: Submission): Promise<void> => {
    const answer = await ask(submission)
    if (answer instanceof Fault) return violation(`an honest submit is refused: ${answer.message}`)
    accept(answer)
    if (repeats && random.chance(0.3)) await repeat(submission)
    if (repeats && random.chance(0.2)) await reuse(submission)
  }

  const repeat = async (submission: Submission): Promise<void> => {
    const answer = await ask(submission)
    if (answer instanceof Fault || answer.created) violation('a repeated submit is not answered with the job it made')
    else accept(answer)
  }

  const reuse = async (submission: Submission): Promise<void> => {
    if (!isKeyReused(await ask(withOtherInput(submission)))) violation('a key is taken for another payload')
  }

  const rival = async (submission: Submission): Promise<void> => {
    const answer = await ask(submission)
    if (!(answer instanceof Fault)) accept(answer)
    else if (!isKeyReused(answer)) violation(`a submit is refused: ${answer.message}`)
  }

  const begin = (submit: () => Promise<void>): void => {
    waiting += 1
    const done = (): void => {
      waiting -= 1
    }
    world.schedule({ run: () => void submit().then(done, done) }, world.now + random.below(2_000))
  }

  for (const [index, given] of submissions.entries()) {
    const submission = { ...given, tenant: simulatedTenant, idempotencyKey: `key${index}` }
    if (!rivals || random.chance(0.8)) begin(() => honest(submission))
    else for (const one of [submission, submission, withOtherInput(submission)]) begin(() => rival(one))
  }
  return {
    get waiting() {
      return waiting
    },
    acknowledged,
  }
}

type Answer = Submitted | Fault

/** A client waits so long for one answer. */
const patienceMs = 20_000
const pauseMs = 1_000

/** Asks again with the same key while the answer is that it may help, or none at all. */
async function askUntilAnswered(options: ClientsOptions, submission: Submission): Promise<Answer> {
  const { world } = options
  for (;;) {
    try {
      return await askOnce(options, submission)
    } catch (error) {
      if (error instanceof Fault && !error.retryable) return error
      world.note(undefined, `a client asks again: ${error instanceof Error ? error.message : error}`)
    }
    await new Promise<void>((wake) => world.schedule({ run: wake }, world.now + pauseMs))
  }
}

function askOnce({ world, platform, definition }: ClientsOptions, submission: Submission): Promise<Submitted> {
  const { promise, reject } = Promise.withResolvers<never>()
  world.schedule({ run: () => reject(new Error('no answer')) }, world.now + patienceMs)
  return Promise.race([submitJob(platform.enter('api').ports, definition, submission), promise])
}

function withOtherInput(submission: Submission): Submission {
  return { ...submission, input: { other: true } }
}

function isKeyReused(answer: Answer): boolean {
  return answer instanceof Fault && answer.code === 'JOB_KEY_REUSED'
}
