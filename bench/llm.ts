import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as z from 'zod'
import { type LlmContext, type LlmSource, llm, tool } from '../src/agent/llm/index.ts'
import type { ModelScript } from '../src/ports/model-client.ts'

const look = tool({
  name: 'look',
  description: 'Looks a number up.',
  input: z.object({ key: z.string() }),
  run: () => 21,
})
const Count = z.object({ count: z.int() })
const source: LlmSource<typeof Count> = { instructions: 'You count.', tools: [look], output: Count }

const constructions = 100_000
const loops = 10_000
const delayMs = 200

/**
 * What a definition costs: `llm(source)` over one shared source, as an agent's module has it; tools and schema are made
 * before. Nothing is opened, no prompt is built and nothing runs, as in Agno's figure of 3 us and 6.6 KiB.
 * And whole loops: two requests and one call of a tool each, all begun at once in one process, with a script that takes
 * 200 ms for each request in place of a model.
 */
export async function benchLlm() {
  return { definition: measureDefinition(), loopsAtOnce: await measureLoops() }
}

function measureDefinition() {
  for (let warm = 0; warm < 20_000; warm += 1) llm(source)
  const kept: unknown[] = new Array(constructions).fill(undefined)
  const before = heapBytes()
  const startedAt = performance.now()
  for (let index = 0; index < constructions; index += 1) kept[index] = llm(source)
  const elapsedMs = performance.now() - startedAt
  const bytes = heapBytes() - before
  return {
    constructions: kept.length,
    microsecondsEach: Number(((elapsedMs * 1_000) / constructions).toFixed(3)),
    bytesEach: Math.round(bytes / constructions),
  }
}

async function measureLoops() {
  const counter = llm(source)
  await counter.run(aContext())
  const before = heapBytes()
  let peakBytes = 0
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage().heapUsed)
  }, 50)
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  const results = await Promise.all(Array.from({ length: loops }, () => counter.run(aContext())))
  const elapsedMs = performance.now() - startedAt
  clearInterval(timer)
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    loops: results.filter(({ output }) => output.count === 21).length,
    requests: results.reduce((sum, { usage }) => sum + usage.requests, 0),
    scriptDelayMs: delayMs,
    elapsedMs: Math.round(elapsedMs),
    cpuMsEach: Number(((user + system) / 1_000 / loops).toFixed(3)),
    peakHeapKbEach: Number(((peakBytes - before) / 1_024 / loops).toFixed(1)),
    residentMb: Math.round(process.memoryUsage().rss / 1_048_576),
  }
}

const script: ModelScript = ({ messages }) =>
  messages.length === 1
    ? { toolCalls: [{ name: 'look', input: { key: 'a' } }], delayMs }
    : { toolCalls: [{ name: 'answer', input: { count: 21 } }], delayMs }

function aContext(): LlmContext {
  const quiet = () => undefined
  return {
    input: { what: 'everything' },
    job: { jobId: 'bench', workflow: 'default', labels: {}, tenant: 'local' },
    attempt: { number: 1, token: 'bench', deadline: Number.MAX_SAFE_INTEGER },
    signal: new AbortController().signal,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    model: { script },
  }
}

let collect: (() => void) | undefined

function heapBytes(): number {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as () => void
  }
  collect()
  return process.memoryUsage().heapUsed
}
