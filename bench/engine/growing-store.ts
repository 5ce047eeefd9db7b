import { mkdtempSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomIds } from '../../src/adapters/node/random-ids.ts'
import type { Definition } from '../../src/core/definition.ts'
import { encodeJobCursor } from '../../src/core/job-cursor.ts'
import type { JobStore } from '../../src/ports/job-store.ts'
import { aJob, aStep } from '../../test/builders.ts'
import { median, rounded } from '../figures.ts'
import type { ProjectSource } from './project-folder.ts'
import { type JobRunner, makeProject, openJobRunner } from './troupe-system.ts'

/** What things cost when so many jobs, all ended, are stored already. */
export interface StoreLevel {
  readonly stored: number
  readonly cpuMsPerJob: number
  readonly msPerJob: number
  /** One stored job by its id. */
  readonly pollUs: number
  /** The newest 50, the newest 50 of a status, and 50 from the middle of the list. */
  readonly listMs: number
  readonly listByStatusMs: number
  readonly listMiddleMs: number
}

const measured = { jobs: 500, concurrency: 64 }

async function growingStore({ levels, source }: { levels: number[]; source: ProjectSource }): Promise<StoreLevel[]> {
  const directory = mkdtempSync(join(tmpdir(), 'troupe-bench-'))
  try {
    const definition = makeProject(directory, source)
    const runner = await openJobRunner(definition, { directory, agents: 'inProcess' })
    await runJobs(runner, measured)
    const figures: StoreLevel[] = []
    const ids: string[] = []
    for (const stored of levels) {
      await fill(runner.engine.ports.store, definition, { ids, upTo: stored })
      figures.push({ stored, ...(await costOfJobs(runner)), ...(await costOfReads(runner.engine.ports.store, ids)) })
    }
    await runner.engine.close()
    return figures
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

async function costOfJobs(runner: JobRunner): Promise<Pick<StoreLevel, 'cpuMsPerJob' | 'msPerJob'>> {
  const [cpu, startedAt] = [process.cpuUsage(), performance.now()]
  await runJobs(runner, measured)
  const { user, system } = process.cpuUsage(cpu)
  const { jobs } = measured
  return {
    cpuMsPerJob: rounded((user + system) / 1_000 / jobs),
    msPerJob: rounded((performance.now() - startedAt) / jobs),
  }
}

async function runJobs(runner: JobRunner, { jobs, concurrency }: typeof measured): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < jobs) await runner.runJob({ input: { index: next++ } })
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
}

async function costOfReads(store: JobStore, ids: readonly string[]) {
  const query = { tenant: 'filled', limit: 50 }
  const middle = ids.length >> 1
  const cursor = encodeJobCursor({ createdAt: firstAt + middle, jobId: ids[middle] ?? '' })
  const poll = () => store.loadJob(ids[Math.floor(Math.random() * ids.length)] ?? '')
  return {
    pollUs: rounded((await medianMs(poll)) * 1_000),
    listMs: rounded(await medianMs(() => store.listJobs(query))),
    listByStatusMs: rounded(await medianMs(() => store.listJobs({ ...query, status: 'completed' }))),
    listMiddleMs: rounded(await medianMs(() => store.listJobs({ ...query, cursor }))),
  }
}

/** Puts jobs of five steps with their results, as they are when they have ended. */
async function fill(
  store: JobStore,
  definition: Definition,
  { ids, upTo }: { ids: string[]; upTo: number },
): Promise<void> {
  while (ids.length < upTo) {
    const added = Array.from({ length: Math.min(500, upTo - ids.length) }, randomIds.jobId)
    await Promise.all(
      added.map((jobId, index) => putEnded(store, definition, { jobId, at: firstAt + ids.length + index })),
    )
    ids.push(...added)
  }
}

const firstAt = 1_700_000_000_000
const output = { json: { text: 'x'.repeat(980) }, bytes: 1_000 }

async function putEnded(
  store: JobStore,
  { hash, agents }: Definition,
  { jobId, at }: { jobId: string; at: number },
): Promise<void> {
  const names = Object.keys(agents)
  const steps = names.map((stepId) =>
    aStep({ stepId, status: 'completed', attempt: 1, result: { agent: stepId, epoch: 1, attempt: 1, bytes: 1_000 } }),
  )
  const times = { createdAt: at, updatedAt: at, startedAt: at, finishedAt: at }
  await store.createJob(aJob({ jobId, tenant: 'filled', definitionHash: hash, status: 'completed', steps, ...times }))
  const owner = randomIds.token()
  const keys = names.map((agent) => ({ jobId, stepId: agent, agent, epoch: 1, attempt: 1, owner }))
  await Promise.all(keys.map((key) => store.claimResult({ ...key, token: owner, startedAt: at })))
  const outcome = { status: 'completed', output } as const
  await Promise.all(keys.map((key) => store.recordResult({ ...key, outcome, finishedAt: at })))
}

async function medianMs(read: () => Promise<unknown>): Promise<number> {
  const taken: number[] = []
  for (let count = 0; count < 200; count++) {
    const startedAt = performance.now()
    await read()
    taken.push(performance.now() - startedAt)
  }
  return median(taken)
}

if (import.meta.main) writeSync(1, `${JSON.stringify(await growingStore(JSON.parse(process.argv[2] ?? '')))}\n`)
