import { expect, test, vi } from 'vitest'
import { aPool, type Line } from './a-pool.ts'

test('what an agent prints becomes lines of the platform log with the attempt they belong to', async () => {
  const { run, lines } = aPool()

  await run('noise')

  expect(lines).toHaveLength(5)
  const fields = { agent: 'noise', jobId: 'job1', stepId: 'noise', attempt: 1 }
  expect(lines).toContainEqual({ level: 'info', message: 'to stdout: one', fields: { ...fields, stream: 'stdout' } })
  expect(lines).toContainEqual({ level: 'warn', message: 'to stderr', fields: { ...fields, stream: 'stderr' } })
  expect(lines).toContainEqual({ level: 'info', message: 'two', fields: { ...fields, stream: 'stdout' } })
  const byLog = lines.find((line) => line.message === 'by the log')
  expect(byLog).toMatchObject({ level: 'info', fields: { ...fields, rows: 3, odd: '1' } })
  expect(byLog?.fields.error).toContain('Error: inside')
})

test('nothing an agent prints reaches the output of the platform', async () => {
  const [stdout, stderr] = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')]
  const { run, lines } = aPool()

  await run('noise')
  expect(lines.map(messageOf)).toContain('three')

  const written = [...stdout.mock.calls, ...stderr.mock.calls].join('\n')
  expect(written).not.toContain('to stderr')
  expect(written).not.toContain('to stdout')
})

test('an attempt that floods the log is cut off at 10,000 lines, and the next one is heard again', async () => {
  const { run, lines } = aPool()

  await run('noise', 'flood')
  const flooded = lines.length
  await run('noise')

  expect(flooded).toBe(10_001)
  expect(lines[10_000]?.message).toBe('Agent wrote more than 10000 lines in this attempt; the rest is dropped')
  expect(lines.slice(flooded).map(messageOf)).toContain('by the log')
})

test('an attempt that prints too much is cut off before it fills the memory of the platform', async () => {
  const { run, lines } = aPool()

  await run('noise', 'much')

  expect(lines.filter(({ message }) => message.startsWith('much')).length).toBe(1_600)
  expect(lines.map(messageOf)).toContain('Agent printed too much in this attempt; the rest is dropped')
})

test('the stack of an unexpected error is in the log, with the line of the author', async () => {
  const { run, lines } = aPool()

  await run('throws', 'error')

  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({ level: 'error', fields: { agent: 'throws', jobId: 'job1' } })
  expect(lines[0]?.fields.stack).toMatch(/throws\.ts:8:/)
})

test('progress arrives while the attempt runs', async () => {
  const { run } = aPool()
  const cancel = new AbortController()
  const told = Promise.withResolvers<unknown>()
  const progress = (fraction: number, text?: string) => told.resolve([fraction, text])

  const running = run('slow', null, { control: { signal: cancel.signal, progress } })

  expect(await told.promise).toEqual([0.5, 'started'])
  cancel.abort()
  await running
})

test('files are kept under the job and step, and a later step of the job reads them', async () => {
  const { run, blobs } = aPool()

  const kept = await run('files')

  const ref = 'files/files/job1/files/notes/text.txt'
  expect(kept).toEqual({
    status: 'completed',
    output: {
      text: { ref },
      bytes: { ref: 'files/files/job1/files/bytes.bin' },
      read: 'grüß dich',
      raw: [1, 2, 3],
      back: 40,
    },
  })
  expect([...(blobs.get('files/files/job1/files/bytes.bin') ?? [])]).toEqual([1, 2, 3])
  expect(await run('files', ref, { call: { stepId: 'later' } })).toEqual({ status: 'completed', output: 'grüß dich' })
})

test.each([
  ['files/files/job2/files/text.txt', 'AGENT_FILE_FOREIGN'],
  ['files/files/job1/../job2/text.txt', 'AGENT_FILE_FOREIGN'],
  ['files/files/job1/files/absent', 'BLOB_MISSING'],
])('reading the file %s fails as %s', async (ref, code) => {
  const { run } = aPool()

  expect(await run('files', ref)).toMatchObject({ status: 'failed', error: { code } })
})

test('tools come from the entry and from tools.ts beside it, and both output schemas count', async () => {
  const agents = {
    doubler: { entry: 'with-tools/agent.ts', tools: ['own', 'double'], outputSchema: 'DoubledOutput' },
  }
  const { run } = aPool({ agents })

  expect(await run('doubler', { value: 21 })).toEqual({
    status: 'completed',
    output: { doubled: 42, by: 'the agent itself' },
  })
  expect(await run('doubler', { value: 'many' })).toMatchObject({
    error: { code: 'STEP_INPUT_INVALID', message: expect.stringContaining('value: '), retryable: false },
  })
  expect(await run('doubler', { value: 51 })).toMatchObject({
    error: { code: 'STEP_OUTPUT_INVALID', message: expect.stringContaining('does not match DoubledOutput: doubled: ') },
  })
})

test('a tool that nobody exports is told by name', async () => {
  const { run } = aPool({ agents: { doubler: { entry: 'with-tools/agent.ts', tools: ['triple'] } } })

  expect(await run('doubler')).toMatchObject({
    error: { code: 'AGENT_TOOL_MISSING', message: expect.stringContaining('the tool triple'), retryable: false },
  })
})

function messageOf(line: Line): string {
  return line.message
}
