import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/core/json.ts'
import { type Runtime, startRuntime } from '../../src/dev/runtime.ts'
import { projectFolder, readJson } from './shipped.ts'

const full = readJson('examples/sales.json') as JsonObject
let dataDirectory = ''
let runtime: Runtime

beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'sales-'))
  const file = join(projectFolder, 'agents.yaml')
  runtime = await startRuntime({ file, dataDirectory, port: 0, env: {}, log: () => undefined })
})

afterAll(async () => {
  await runtime.close()
  await rm(dataDirectory, { recursive: true })
})

interface EndedJob {
  readonly jobId: string
  readonly status: string
  readonly steps: readonly { readonly stepId: string; readonly agent: string; readonly status: string }[]
  readonly result: { readonly summary: string; readonly findings: readonly { readonly heading: string }[] }
}

async function ended(input: JsonObject): Promise<EndedJob> {
  const headers = { 'content-type': 'application/json' }
  const submitted = await fetch(`${runtime.url}/v1/jobs`, { method: 'POST', headers, body: JSON.stringify({ input }) })
  const { jobId } = (await submitted.json()) as EndedJob
  for (;;) {
    const response = await fetch(`${runtime.url}/v1/jobs/${jobId}?wait=20&results=true`)
    const job = (await response.json()) as EndedJob
    if (['completed', 'failed', 'cancelled'].includes(job.status)) return job
  }
}

const shape = ({ steps }: EndedJob) => steps.map(({ stepId, agent, status }) => `${stepId} ${agent} ${status}`)

describe('a job of the shipped system', { timeout: 60_000 }, () => {
  it('asks for a second opinion on a doubtful trend, and reports on both opinions', async () => {
    const job = await ended(full)
    expect(shape(job)).toEqual([
      'data_cleaner data_cleaner completed',
      'trend_analyzer trend_analyzer completed',
      'forecast_agent forecast_agent completed',
      'second_opinion trend_analyzer completed',
      'insight_reporter insight_reporter completed',
    ])
    expect(job.result.findings.map(({ heading }) => heading)).toEqual(
      expect.arrayContaining([
        'One straight trend through all years is +5.1% a year; confidence is low',
        'A second opinion agrees on the total: +5.6% a year',
      ]),
    )
  })

  it('goes from the cleaner to the report at once in a quick analysis', async () => {
    const job = await ended({ ...full, analysis_type: 'quick' })
    expect(shape(job)).toEqual(['data_cleaner data_cleaner completed', 'insight_reporter insight_reporter completed'])
    expect(job.result.summary).not.toContain('trend')
  })
})
