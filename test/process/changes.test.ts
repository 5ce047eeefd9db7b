import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aProjectFolder, eventually, type RuntimeProcess, removeFolder, startDev } from './runtime-process.ts'

interface JobView {
  readonly jobId: string
  readonly status: string
  readonly definition: string
  readonly result?: { readonly saw?: string; readonly attempt?: number }
  readonly steps: readonly { readonly stepId: string; readonly status: string; readonly attempt: number }[]
}

let folder: string
let runtime: RuntimeProcess

async function start(): Promise<void> {
  folder = aProjectFolder('changing')
  runtime = await startDev(folder)
}

async function end(): Promise<void> {
  await runtime.kill()
  removeFolder(folder)
}

describe('what changes while the runtime serves', () => {
  beforeAll(start)
  afterAll(end)

  it('in the code of an agent is what the next attempts run, without a restart', { timeout: 30_000 }, async () => {
    expect((await run({})).result).toMatchObject({ saw: 'old' })
    const agent = join(folder, 'agents/reader/agent.ts')
    writeFileSync(agent, readFileSync(agent, 'utf8').replace("'old'", "'new'"))
    await eventually(async () => ((await run({})).result?.saw === 'new' ? true : undefined))
  })

  it('in agents.yaml is what new jobs follow; one with errors is refused with its findings, and the last good one stays', {
    timeout: 30_000,
  }, async () => {
    const file = join(folder, 'agents.yaml')
    const before = (await run({})).definition
    const good = readFileSync(file, 'utf8')
    writeFileSync(file, good.replace('- reader', '- reeder'))
    await runtime.said('Did you mean reader?')
    expect((await run({})).definition).toBe(before)
    writeFileSync(file, good.replace('Reads', 'Reads again'))
    await eventually(async () => ((await run({})).definition === before ? undefined : true))
  })
})

describe('a runtime that ends', () => {
  beforeEach(start)
  afterEach(end)

  it('by Ctrl-C gives back the step that runs: the next start runs it again, and the job completes', {
    timeout: 30_000,
  }, async () => {
    const { jobId } = await submit({ hold: true })
    await eventually(async () => ((await job(jobId)).steps[0]?.status === 'running' ? true : undefined))
    await eventually(async () => (log().includes(jobId) ? true : undefined))
    expect(await runtime.stop()).toBe(0)
    appendFileSync(join(folder, 'release'), '')
    runtime = await startDev(folder)
    const ended = await ends(jobId)
    expect(ended).toMatchObject({ status: 'completed', result: { attempt: 2 } })
  })

  it('by kill -9 goes on with a wait and a delay as if nothing had happened', { timeout: 30_000 }, async () => {
    const { jobId } = await submit({}, { delay: '300ms', workflow: 'patient' })
    await runtime.kill()
    runtime = await startDev(folder)
    const ended = await ends(jobId)
    expect(ended.steps.map(({ stepId, status }) => `${stepId} ${status}`)).toEqual([
      'wait completed',
      'reader completed',
    ])
  })
})

function log(): string {
  const file = join(folder, 'started.log')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

async function run(input: object): Promise<JobView> {
  return await ends((await submit(input)).jobId)
}

async function submit(input: object, more: object = {}): Promise<JobView> {
  const body = JSON.stringify({ input, ...more })
  const answer = await fetch(`${runtime.url}/v1/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  return (await answer.json()) as JobView
}

async function job(jobId: string, query = ''): Promise<JobView> {
  return (await (await fetch(`${runtime.url}/v1/jobs/${jobId}${query}`)).json()) as JobView
}

async function ends(jobId: string): Promise<JobView> {
  return await eventually(async () => {
    const found = await job(jobId, '?wait=5&results=true')
    return found.status === 'completed' || found.status === 'failed' ? found : undefined
  })
}
