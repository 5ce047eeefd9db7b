import { describe, expect, it } from 'vitest'
import { agentMemory } from '../../src/agent/agent-memory.ts'
import { memoryBounds } from '../../src/core/memory.ts'
import { createVolatileMemory } from '../../src/testing/memory-store.ts'

/** Memories of attempts over one store. */
function attempts() {
  const lines: unknown[] = []
  const memory = createVolatileMemory()
  const log = (...line: unknown[]) => void lines.push(line)
  const attempt = ({ agent = 'clerk', scope = 'clerk', jobId = 'job1', tenant = 'local' } = {}) =>
    agentMemory({ agent: { name: agent, memory: scope }, call: { jobId, tenant }, host: { memory, log } })
  return { attempt, memory, lines, log }
}

const texts = (entries: readonly { readonly text: string }[]) => entries.map(({ text }) => text)

describe('the memory of an attempt', () => {
  it('is of the job for its later steps, whatever their agent is', async () => {
    const { attempt } = attempts()
    await attempt().job.remember('the file has 12 columns')
    expect(texts(await attempt({ agent: 'other', scope: 'other' }).job.recall('how many columns'))).toEqual([
      'the file has 12 columns',
    ])
    expect(await attempt({ jobId: 'job2' }).job.newest()).toEqual([])
    expect(await attempt().longTerm.newest()).toEqual([])
  })

  it('is of the agents that share a scope for their later jobs, and of no other tenant', async () => {
    const { attempt } = attempts()
    const { id } = await attempt().longTerm.remember('Meyer wants mail', { customer: 'meyer' })
    const later = attempt({ agent: 'other', jobId: 'job2' })
    expect(await later.longTerm.recall('Meyer')).toMatchObject([{ id, labels: { customer: 'meyer' } }])
    expect(await attempt({ tenant: 'rival' }).longTerm.recall('Meyer')).toEqual([])
    await later.longTerm.forget(id)
    expect(await attempt().longTerm.newest()).toEqual([])
  })

  it('keeps one entry when an attempt is tried again', async () => {
    const { attempt } = attempts()
    const ids = [await attempt().job.remember('a fact'), await attempt().job.remember('a fact')]
    expect(ids[0]).toEqual(ids[1])
    expect(texts(await attempt().job.newest())).toEqual(['a fact'])
  })

  it('masks what looks like a secret', async () => {
    const { attempt } = attempts()
    const canary = 'sk-canary1234567890'
    await attempt().longTerm.remember(`the key is ${canary}`, { key: canary })
    expect(await attempt().longTerm.newest()).toMatchObject([
      { text: 'the key is [secret]', labels: { key: '[secret]' } },
    ])
  })

  it.each([
    ['an empty text', ' ', {}],
    ['what is no text', 7, {}],
    ['a text that is too large', 'ä'.repeat(memoryBounds.entryBytes / 2), {}],
    ['labels that are too large', 'a fact', { label: 'x'.repeat(memoryBounds.entryBytes) }],
  ])('refuses %s', async (_, text, labels) => {
    const { attempt } = attempts()
    const remembering = attempt().job.remember(text as string, labels)
    await expect(remembering).rejects.toMatchObject({ code: 'AGENT_MEMORY_TEXT_INVALID', retryable: false })
  })

  it('says in the log how many entries were left out or forgotten, and none of them', async () => {
    const { attempt, lines } = attempts()
    for (let index = 0; index <= memoryBounds.entries; index += 1) await attempt().job.remember(`canary ${index}`)
    await attempt().job.recall('canary', { limit: 2, floor: 0 })
    expect(lines).toEqual([
      ['info', 'Memory is full: its oldest entries are forgotten', { memory: 'job', forgotten: 1 }],
      ['info', 'Memory left entries out', { memory: 'job', recalled: 2, belowFloor: 0, beyondLimit: 498 }],
    ])
  })

  it('is refused to an agent that agents.yaml gives none', async () => {
    const { memory, log } = attempts()
    const call = { jobId: 'job1', tenant: 'local' }
    const { job, longTerm } = agentMemory({ agent: { name: 'clerk' }, call, host: { memory, log } })
    for (const part of [job, longTerm]) {
      await expect(part.remember('a fact')).rejects.toMatchObject({ code: 'AGENT_MEMORY_UNDECLARED' })
      await expect(part.recall('a fact')).rejects.toMatchObject({ code: 'AGENT_MEMORY_UNDECLARED' })
    }
  })
})
