import { expect, it } from 'vitest'
import { answerThreadAsk } from '../../../src/adapters/local/answer-thread-ask.ts'
import type { ThreadAsk } from '../../../src/adapters/local/worker-messages.ts'
import { createMemoryAnswers } from '../../../src/adapters/memory/memory-answers.ts'
import { createMemoryBlobStore } from '../../../src/adapters/memory/memory-blob-store.ts'

const from = { agent: 'asker', jobId: 'job1', tenant: 'local' }
const answer = { text: 'kept', expiresAt: 1 }

it('lets a thread find and keep answers of its own agent alone', async () => {
  const stores = { blobs: createMemoryBlobStore(), answers: createMemoryAnswers() }
  const told = async (ask: ThreadAsk) => await answerThreadAsk(stores, { request: 1, ask }, from)
  expect(await told({ op: 'putAnswer', key: 'asker#h', answer })).toEqual({ kind: 'told', request: 1 })
  expect(await told({ op: 'getAnswer', key: 'asker#h' })).toEqual({ kind: 'told', request: 1, value: answer })
  for (const key of ['other#h', 'asker_two#h', 'asker'])
    for (const ask of [{ op: 'getAnswer', key } as const, { op: 'putAnswer', key, answer } as const])
      expect(await told(ask)).toMatchObject({ fault: { code: 'STORE_UNAVAILABLE' } })
})

it('finds nothing where the platform keeps no answers', async () => {
  const ask = { op: 'getAnswer', key: 'asker#h' } as const
  const told = await answerThreadAsk({ blobs: createMemoryBlobStore() }, { request: 2, ask }, from)
  expect(told).toEqual({ kind: 'told', request: 2 })
})
