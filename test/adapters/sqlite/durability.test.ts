import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { aClaim, aDefinition, aJob, anAttempt, builtAt } from '../../builders.ts'
import { openStore, testDirectory } from './opened-store.ts'

const writer = fileURLToPath(new URL('../../fixtures/store-writer.ts', import.meta.url))

describe('what is durable', () => {
  it('finds everything again after it was closed and opened', async () => {
    const directory = await testDirectory()
    const store = openStore(directory)
    await store.createJob(aJob({ wakeAt: 5 }))
    await store.saveJob(aJob({ version: 2, status: 'running', wakeAt: 9 }))
    await store.claimResult(aClaim())
    await store.putDefinition(aDefinition())
    await store.close()
    const again = openStore(directory)
    expect(await again.loadJob('job1')).toEqual(aJob({ version: 2, status: 'running', wakeAt: 9 }))
    expect(await again.loadResults([anAttempt()])).toMatchObject([{ status: 'running' }])
    expect(await again.loadDefinition('definition1')).toEqual(aDefinition())
    expect(await again.listDueJobs(9, 5)).toEqual(['job1'])
  })

  it('commits what is waiting when it is closed, and refuses what comes later', async () => {
    const directory = await testDirectory()
    const store = openStore(directory)
    const writes = Array.from({ length: 30 }, (_, index) => store.createJob(aJob({ jobId: `job${index}` })))
    await store.close()
    expect(await Promise.all(writes)).toEqual(writes.map(() => ({ created: true })))
    await expect(store.createJob(aJob())).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true })
    await expect(store.loadJob('job1')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true })
    await store.close()
    expect((await openStore(directory).listJobs({ tenant: 'default', limit: 100 })).jobs).toHaveLength(30)
  })

  it('lists the attempts that nobody recorded, oldest first', async () => {
    const directory = await testDirectory()
    const store = openStore(directory)
    await store.claimResult(aClaim({ stepId: 'late', startedAt: builtAt + 5 }))
    await store.claimResult(aClaim({ stepId: 'early', startedAt: builtAt }))
    await store.claimResult(aClaim({ stepId: 'done' }))
    const outcome = { status: 'completed', output: { json: 1, bytes: 1 } } as const
    await store.recordResult({ ...anAttempt({ stepId: 'done' }), owner: 'process1', outcome, finishedAt: builtAt })
    await store.close()
    const running = await openStore(directory).listRunningResults()
    expect(running.map(({ stepId, status }) => `${stepId} ${status}`)).toEqual(['early running', 'late running'])
  })

  it('has every write that was acknowledged before kill -9', async () => {
    const directory = await testDirectory()
    for (const [round, enough] of [300, 700, 1_500].entries()) {
      const acknowledged = await writeUntilKilled({ directory, prefix: `r${round}-`, enough })
      const store = openStore(directory)
      const missing: string[] = []
      for (const { jobId, version } of acknowledged) {
        const stored = await store.loadJob(jobId)
        if (stored === undefined || stored.version < version) missing.push(`${jobId} version ${version}`)
      }
      await store.close()
      expect(acknowledged.length).toBeGreaterThanOrEqual(enough)
      expect(missing).toEqual([])
    }
  }, 30_000)
})

interface Acknowledged {
  readonly jobId: string
  readonly version: number
}

/** Lets a process write until it has acknowledged so many writes, then kills it in the middle of more. */
async function writeUntilKilled(options: {
  readonly directory: string
  readonly prefix: string
  readonly enough: number
}): Promise<Acknowledged[]> {
  const child = spawn(process.execPath, [writer, options.directory, options.prefix], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const acknowledged: Acknowledged[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    const [jobId, version] = line.split(' ')
    // A line that the kill cut short acknowledges nothing.
    if (jobId === undefined || !version?.endsWith(';')) continue
    acknowledged.push({ jobId, version: Number.parseInt(version, 10) })
    if (acknowledged.length === options.enough) child.kill('SIGKILL')
  }
  expect(await ended).toEqual([null, 'SIGKILL'])
  return acknowledged
}
