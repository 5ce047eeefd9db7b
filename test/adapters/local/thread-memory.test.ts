import { expect, it } from 'vitest'
import { answerThreadAsk } from '../../../src/adapters/local/answer-thread-ask.ts'
import type { ThreadAsk } from '../../../src/adapters/local/worker-messages.ts'
import { jobMemory } from '../../../src/core/memory.ts'
import { createVolatileMemory } from '../../../src/testing/memory-store.ts'
import { aPool } from './a-pool.ts'

it('an agent remembers in its thread, and another one recalls', async () => {
  const memory = createVolatileMemory()
  const { run } = aPool({ memory, agents: { remembers: { memory: 'shared' } } })
  expect(await run('remembers', 'Meyer wants mail')).toMatchObject({ output: { job: [], longTerm: [] } })
  expect(await run('remembers', 'Meyer has a boat', { call: { jobId: 'job2' } })).toMatchObject({
    output: { job: [], longTerm: ['Meyer wants mail'] },
  })
  expect(await run('remembers', 'x'.repeat(9_000))).toMatchObject({ error: { code: 'AGENT_MEMORY_TEXT_INVALID' } })
})

it('an agent without a memory in agents.yaml is refused in its thread', async () => {
  const { run } = aPool({ memory: createVolatileMemory() })
  expect(await run('remembers', 'a fact')).toMatchObject({ error: { code: 'AGENT_MEMORY_UNDECLARED' } })
})

const from = { agent: 'clerk', jobId: 'job1', tenant: 'local', memory: 'clerk' }
const { memory: _none, ...undeclared } = from

it.each([
  ['of another tenant', from, { tenant: 'rival', scope: 'clerk' }],
  ['of another scope', from, { tenant: 'local', scope: 'other' }],
  ['of another job', from, { tenant: 'local', scope: jobMemory('job2') }],
  ['of its job, when it has none', undeclared, { tenant: 'local', scope: jobMemory('job1') }],
])('a thread that asks for the memory %s is refused', async (_, asking, place) => {
  const stores = {
    memory: createVolatileMemory(),
    blobs: { put: async () => undefined, get: async () => new Uint8Array() },
  }
  const entry = { id: 'a', text: 'a fact', labels: {}, at: 1 }
  const asks: ThreadAsk[] = [
    { op: 'remember', place, entry },
    { op: 'recall', place, asked: { limit: 1, floor: 0, at: 1 } },
    { op: 'forget', place, id: 'a' },
  ]
  for (const ask of asks) {
    const answer = await answerThreadAsk(stores, { request: 1, ask }, asking)
    expect(answer).toMatchObject({ kind: 'told', fault: { code: 'AGENT_MEMORY_UNDECLARED' } })
  }
  expect(stores.memory.list(place)).toEqual([])
})
