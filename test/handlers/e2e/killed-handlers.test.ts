import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../../src/testing/simulation/random.ts'
import type { Death } from '../../cloud/instance-messages.ts'
import { type LocalCloud, startLocalCloud } from '../../cloud/local-cloud.ts'
import { checkDiamondJob, diamondAgents } from '../../process/diamond-job.ts'
import { aProjectFolder, removeFolder } from '../../process/runtime-process.ts'
import { ended, submitted } from './cloud-jobs.ts'

const jobs = 12
const seed = 20_261_121

const random = createRandom(seed)
const folder = aProjectFolder('diamond')
const deaths = new Map<string, number>()
const deathsOfStep = new Map<string, number>()
let cloud: LocalCloud

beforeAll(async () => {
  cloud = await startLocalCloud({ folder, light: true, deathOf, doubles: () => random.chance(0.1) })
}, 60_000)

afterAll(async () => {
  await cloud?.close()
  removeFolder(folder)
})

describe(`handlers that are killed at any of their requests (seed ${seed})`, () => {
  // A doubled start may die while its twin works: the report starts the next attempt, and the twin's result is not counted.
  it('lose no accepted job, count one result of each step, and run no step before its needs', {
    timeout: 90_000,
  }, async () => {
    const accepted = await Promise.all(
      Array.from({ length: jobs }, (_, index) => submitted(cloud, { input: { index } }, `job ${index}`)),
    )
    for (const jobId of accepted) await ended(cloud, jobId)
    for (const jobId of accepted) {
      const job = await cloud.store.loadJob(jobId)
      if (job === undefined) throw new Error(`job ${jobId} is lost`)
      checkDiamondJob(job, await cloud.store.listResults(jobId, diamondAgents))
    }
    expect(new Set(accepted).size).toBe(jobs)
    for (const name of ['api', 'planner', 'agent']) expect(deaths.get(name), name).toBeGreaterThan(2)
  })
})

/** Before a request, after its answer, or when all is done: of some invocations, at places that the seed says. */
function deathOf(functionName: string, event: unknown): Death | undefined {
  const kind = functionName.includes('-agent-') ? 'agent' : functionName
  const share = { api: 0.1, planner: 0.2, agent: 0.15 }[kind] ?? 0
  const died = deaths.get(kind) ?? 0
  // The first ones soon: how often a planner is invoked depends on how many messages come at once.
  if (!random.chance(died < 4 ? 4 * share : share) || (kind === 'agent' && hasDiedEnough(event))) return undefined
  deaths.set(kind, died + 1)
  const request = 1 + random.below(kind === 'planner' ? 8 : 3)
  const places = [
    { when: 'beforeRequest', request },
    { when: 'afterAnswer', request },
    { when: 'afterReturn' },
  ] as const
  return places[Math.floor(random.next() * places.length)]
}

/** Three crashes in a row would be the end of a step. */
function hasDiedEnough(event: unknown): boolean {
  const { jobId, stepId } = event as { jobId: string; stepId: string }
  const died = deathsOfStep.get(`${jobId} ${stepId}`) ?? 0
  deathsOfStep.set(`${jobId} ${stepId}`, died + 1)
  return died >= 2
}
