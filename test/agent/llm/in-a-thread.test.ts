import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { WorkerPool } from '../../../src/adapters/local/worker-pool.ts'
import { createMemoryBlobStore } from '../../../src/adapters/memory/memory-blob-store.ts'
import { systemClock } from '../../../src/adapters/node/system-clock.ts'
import { createSqliteAnswers } from '../../../src/adapters/sqlite/sqlite-answers.ts'
import type { AgentDefinition } from '../../../src/core/definition.ts'
import type { ModelSettings } from '../../../src/core/model-settings.ts'
import type { ModelUsage } from '../../../src/core/model-usage.ts'
import { agentWorkerUrl } from '../../../src/dev/agent-worker-url.ts'
import { runAgentAlone } from '../../../src/dev/run-agent-alone.ts'
import type { ExecutionControl } from '../../../src/ports/agent-executor.ts'
import { startFakeBedrock } from '../../../src/testing/models/fake-bedrock.ts'
import { startHttpAnswers } from '../../adapters/models/http-answers.ts'
import { aCall, anAgent } from '../../builders.ts'
import { silentLog, temporaryDirectory } from '../../workbench.ts'

// Inside the project, so that `troupe` is found.
const project = mkdtempSync(join(import.meta.dirname, '.project-'))
mkdirSync(join(project, 'agents/asker'), { recursive: true })
writeFileSync(
  join(project, 'agents/asker/agent.ts'),
  `import { defineAgent } from 'troupe'
import { llm } from 'troupe/llm'
const asker = llm({ instructions: 'Answer.' })
export default defineAgent({ run: async (context) => (await asker.run(context)).output })
`,
)
afterAll(() => rmSync(project, { recursive: true }))

function asker(llm: ModelSettings): AgentDefinition {
  return anAgent({ name: 'asker', timeoutMs: 30_000, memoryMb: 256, llm })
}

async function ask(llm: ModelSettings, env: Readonly<Record<string, string>>) {
  const lines: string[] = []
  const lone = {
    agent: asker(llm),
    projectDirectory: project,
    env: { ...env, PATH: '' },
    log: (...line: unknown[]) => void lines.push(JSON.stringify(line)),
  }
  const spent: ModelUsage[] = []
  const control: ExecutionControl = {
    signal: new AbortController().signal,
    progress: () => undefined,
    spent: (usage) => void spent.push(usage),
  }
  const { execution } = await runAgentAlone(lone, { input: { question: 1 }, results: {} }, control)
  return { execution, lines, spent }
}

it('asks the model that agents.yaml names, from the thread of a laptop', async () => {
  const fake = await startFakeBedrock([{ text: 'forty-two' }])
  const aws = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret-canary', AWS_REGION: 'us-east-1' }
  const env = { ...aws, AWS_ENDPOINT_URL_BEDROCK_RUNTIME: fake.url }
  const { execution, lines, spent } = await ask({ provider: 'bedrock', model: 'amazon.nova-2-lite-v1:0' }, env)
  await fake.close()
  expect(execution).toEqual({ status: 'completed', output: 'forty-two' })
  expect(fake.requests).toMatchObject([{ modelId: 'amazon.nova-2-lite-v1:0' }])
  expect(spent).toEqual([{ requests: 1, inputTokens: 10, outputTokens: 5, microUsd: 16 }])
  expect(lines.join()).toContain('Model was used')
  expect(lines.join()).not.toContain('canary')
})

it('keeps its key out of the log and the result, even when the provider repeats it', async () => {
  const key = 'plain-canary-key'
  const server = await startHttpAnswers([
    { status: 500, body: { error: { message: `overloaded for ${key}` } } },
    { status: 401, body: { error: { message: `${key} is no key of ours` } } },
  ])
  const llm = { provider: 'openai-compatible', model: 'm', baseUrl: `${server.url}/v1` } as const
  const { execution, lines } = await ask(llm, { TROUPE_LLM_API_KEY: key })
  await server.close()
  expect(server.requests[0]?.headers).toMatchObject({ authorization: `Bearer ${key}` })
  expect(execution).toMatchObject({ status: 'failed', error: { code: 'MODEL_DENIED' } })
  expect(lines.join()).toContain('overloaded for [secret]')
  expect(JSON.stringify([execution, lines])).not.toContain('canary')
})

it('gives the next process of a laptop what was answered before, and another tenant an answer of its own', async () => {
  const fake = await startFakeBedrock([{ text: 'one' }, { text: 'two' }])
  const { path: directory, remove } = await temporaryDirectory()
  const aws = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' }
  const agent = asker({ provider: 'bedrock', model: 'm', region: 'us-east-1', cacheMs: 60_000 })
  const hits: boolean[] = []
  const control: ExecutionControl = {
    signal: new AbortController().signal,
    progress: () => undefined,
    cacheAsked: (isHit) => void hits.push(isHit),
  }
  const inAProcess = async (tenants: readonly string[]) => {
    const answers = createSqliteAnswers({ directory, clock: systemClock })
    const pool = new WorkerPool({
      workerUrl: agentWorkerUrl,
      describe: () => agent,
      projectDirectory: project,
      env: { ...aws, AWS_ENDPOINT_URL_BEDROCK_RUNTIME: fake.url, PATH: '' },
      maxWorkers: 1,
      log: silentLog,
      blobs: createMemoryBlobStore(),
      answers,
    })
    const ends: unknown[] = []
    for (const tenant of tenants) {
      const call = aCall({ agent: 'asker', stepId: 'asker', tenant, timeoutMs: 30_000 })
      ends.push(await pool.execute(call, control))
    }
    await pool.close()
    answers.close()
    return ends
  }
  const ends = [await inAProcess(['local']), await inAProcess(['local', 'other'])].flat()
  await fake.close()
  await remove()
  expect(ends).toEqual(['one', 'one', 'two'].map((output) => ({ status: 'completed', output })))
  expect(hits).toEqual([false, true, false])
})
