import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startRuntime } from '../src/dev/runtime.ts'
import { processEnvironment } from '../src/env.ts'

/**
 * Jobs of five steps (one, three beside each other, one) through the laptop runtime: HTTP submit, worker threads, SQLite
 * with fsync before anything depends on a result. From the first submit to the last end.
 */
export async function benchEngine(jobs = 300): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'troupe-bench-'))
  cpSync(resolve('bench/diamond'), folder, { recursive: true })
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(resolve('.'), join(folder, 'node_modules/troupe'))
  const options = {
    file: join(folder, 'agents.yaml'),
    port: 0,
    dataDirectory: join(folder, 'data'),
    env: processEnvironment(),
  }
  const runtime = await startRuntime(options)
  try {
    await throughput(runtime.url, 20)
    const [cpu, startedAt] = [process.cpuUsage(), performance.now()]
    await throughput(runtime.url, jobs)
    const ms = performance.now() - startedAt
    const { user, system } = process.cpuUsage(cpu)
    return {
      jobs,
      ms: Math.round(ms),
      jobsPerSecond: Math.round((jobs * 1_000) / ms),
      stepsPerSecond: Math.round((jobs * 5_000) / ms),
      cpuMsPerJob: Number(((user + system) / 1_000 / jobs).toFixed(2)),
    }
  } finally {
    await runtime.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function throughput(url: string, jobs: number): Promise<void> {
  const submissions = Array.from({ length: jobs }, (_, index) => ({ input: { index } }))
  const answer = await fetch(`${url}/v1/jobs:batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jobs: submissions }),
  })
  const { outcomes } = (await answer.json()) as { outcomes: { job: { jobId: string } }[] }
  for (const { job } of outcomes) await ended(`${url}/v1/jobs/${job.jobId}?wait=20`)
}

async function ended(address: string): Promise<void> {
  for (;;) {
    const { status } = (await (await fetch(address)).json()) as { status: string }
    if (status === 'completed') return
    if (status === 'failed' || status === 'cancelled') throw new Error(`a benchmark's job is ${status}`)
  }
}
