import { expect, test } from 'vitest'
import * as z from 'zod'
import { defineAgent, fatal, retryable } from '../../src/agent/index.ts'
import { anAttempt } from './an-attempt.ts'

test('run gets what its schema makes of the input, and the context of its attempt', async () => {
  const agent = defineAgent({
    input: z.object({ day: z.coerce.date(), limit: z.number().default(10) }),
    run: ({ input, results, job, attempt }) => ({ year: input.day.getUTCFullYear(), ...input, results, job, attempt }),
  })

  const { execution } = await anAttempt(agent, {
    call: { input: { day: '2026-03-01' }, results: { cleaner: 1 }, labels: { team: 'a' }, attempt: 2 },
  })

  expect(execution).toEqual({
    status: 'completed',
    output: {
      year: 2026,
      day: '2026-03-01T00:00:00.000Z',
      limit: 10,
      results: { cleaner: 1 },
      job: { jobId: 'job1', workflow: 'default', labels: { team: 'a' }, tenant: 'local' },
      attempt: { number: 2, token: 'token1', deadline: 5_000 },
    },
  })
})

test('an input that does not match names the first three places, and is not tried again', async () => {
  const row = z.object({ price: z.number() })
  const agent = defineAgent({ input: z.object({ rows: z.array(row) }), run: () => 1 })

  const { execution } = await anAttempt(agent, { call: { input: { rows: [{ price: 'x' }, {}, {}, {}, {}] } } })

  expect(execution).toEqual({
    status: 'failed',
    error: {
      code: 'STEP_INPUT_INVALID',
      message: expect.stringMatching(
        /^Input of agent tested does not match its schema: rows\[0\]\.price: invalid input.*; rows\[1\].*; rows\[2\].*; and 2 more$/,
      ),
      retryable: false,
    },
  })
})

test('an output that does not match fails with its place, and the policy decides on another try', async () => {
  const agent = defineAgent({ output: z.object({ mean: z.number().max(1) }), run: () => ({ mean: 2 }) })

  const { execution } = await anAttempt(agent)

  expect(execution).toEqual({
    status: 'failed',
    error: {
      code: 'STEP_OUTPUT_INVALID',
      message: expect.stringMatching(/^Output of agent tested does not match the agent's own output schema: mean: /),
    },
  })
})

test('the schema that agents.yaml names counts besides the own one', async () => {
  const agent = defineAgent({ output: z.object({ mean: z.number() }), run: () => ({ mean: 2 }) })

  const { execution } = await anAttempt(agent, {
    exports: { Narrow: z.object({ mean: z.number().max(1) }) },
    declared: { outputSchema: 'Narrow' },
  })

  expect(execution).toMatchObject({
    error: { code: 'STEP_OUTPUT_INVALID', message: expect.stringContaining('does not match Narrow: mean: ') },
  })
})

test('an output that is not JSON says where, and is not tried again', async () => {
  const { execution } = await anAttempt(defineAgent({ run: () => ({ rows: [{ id: 1n }] }) }))

  expect(execution).toEqual({
    status: 'failed',
    error: {
      code: 'STEP_OUTPUT_UNSERIALISABLE',
      message: 'Output of agent tested is not JSON: rows[0].id is a BigInt',
      retryable: false,
    },
  })
})

test('nothing returned is null', async () => {
  expect((await anAttempt(defineAgent({ run: () => undefined }))).execution).toEqual({
    status: 'completed',
    output: null,
  })
})

test.each([
  [
    'retryable',
    retryable('UPSTREAM_THROTTLED', 'wait'),
    { code: 'UPSTREAM_THROTTLED', message: 'wait', retryable: true },
  ],
  ['fatal', fatal('NO_REGION', 'gone\nfor good'), { code: 'NO_REGION', message: 'gone', retryable: false }],
  ['an Error', new Error(`${'x'.repeat(600)}`), { code: 'STEP_FAILED', message: 'x'.repeat(500) }],
  ['an Error without message', new RangeError(''), { code: 'STEP_FAILED', message: 'RangeError' }],
  [
    'an Error with a cause',
    new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }),
    { code: 'STEP_FAILED', message: 'fetch failed: connect ECONNREFUSED' },
  ],
  ['a string', 'out of paper', { code: 'STEP_FAILED', message: 'out of paper' }],
  ['null', null, { code: 'STEP_FAILED', message: 'Agent threw null' }],
  ['an object', { message: 'no' }, { code: 'STEP_FAILED', message: 'Agent threw a value that is no Error: object' }],
])('a thrown %s fails the attempt as it says', async (_name, thrown, error) => {
  const agent = defineAgent({
    run() {
      throw thrown
    },
  })

  expect((await anAttempt(agent)).execution).toEqual({ status: 'failed', error })
})

test('an error of zod inside run is told by its places', async () => {
  const agent = defineAgent({ run: () => z.object({ a: z.number() }).parse({}) })

  expect((await anAttempt(agent)).execution).toMatchObject({
    error: { code: 'STEP_FAILED', message: expect.stringMatching(/^a: invalid input/) },
  })
})

test('what only passes the abort on ends as the reason of the abort, another error as itself', async () => {
  const passesOn = defineAgent({ run: ({ signal }) => signal.throwIfAborted() })
  const wraps = defineAgent({
    run() {
      throw new DOMException('aborted', 'AbortError')
    },
  })
  const own = defineAgent({
    run() {
      throw new Error('half written')
    },
  })

  const codes = []
  for (const agent of [passesOn, wraps, own]) {
    const { execution } = await anAttempt(agent, { abortedBy: 'STEP_TIMED_OUT' })
    codes.push(execution.status === 'failed' && execution.error.code)
  }

  expect(codes).toEqual(['STEP_TIMED_OUT', 'STEP_TIMED_OUT', 'STEP_FAILED'])
})

test('log, progress and tools reach the host and the folder', async () => {
  const agent = defineAgent({
    run({ log, progress, tools }) {
      log.warn('careful', { rows: 3 })
      progress(1.7, 'over')
      progress(Number.NaN)
      return tools.double?.(4)
    },
  })

  const { execution, logged, progressed } = await anAttempt(agent, {
    exports: { double: (value: number) => value * 2 },
    declared: { tools: ['double'] },
  })

  expect(execution).toEqual({ status: 'completed', output: 8 })
  expect(logged).toEqual([['warn', 'careful', { rows: 3 }]])
  expect(progressed).toEqual([
    [1, 'over'],
    [0, undefined],
  ])
})

test.each(['', 'a//b', '../up', 'a/./b', '/root', 'ü.txt', 'a b', 'x'.repeat(201), 'a/b/c/d/e/f/g/h/i'])(
  'a file cannot be called "%s"',
  async (name) => {
    const agent = defineAgent({ run: ({ storage }) => storage.put(name, 'x') })

    expect((await anAttempt(agent)).execution).toMatchObject({ error: { code: 'AGENT_FILE_NAME_INVALID' } })
  },
)

test('a file comes back by its reference, as bytes and as text', async () => {
  const agent = defineAgent({
    async run({ storage }) {
      const { ref } = await storage.put('a/b.txt', 'naïve')
      return [ref, await storage.getText(ref), (await storage.get(ref)).length]
    },
  })

  expect((await anAttempt(agent, { call: { stepId: 's-2' } })).execution).toEqual({
    status: 'completed',
    output: ['files/tested/job1/s-2/a/b.txt', 'naïve', 6],
  })
})
