import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { logGroupReader } from '../../../src/cli/aws/log-group-reader.ts'
import { showLogs } from '../../../src/cli/logs/show-logs.ts'
import { aProject } from './a-project.ts'
import { serveAws, stubLogin } from './aws-server.ts'
import { aRun } from './run-double.ts'

const directory = aProject(['clerk', 'auditor'])
const file = join(directory, 'agents.yaml')
const withEvents = aProject(['clerk'], 'infrastructure: { events: { provider: eventbridge } }')

afterEach(() => vi.unstubAllEnvs())
afterAll(() => {
  for (const made of [directory, withEvents]) rmSync(made, { recursive: true })
})

type Written = readonly [secondsAgo: number, line: Readonly<Record<string, unknown>> | string]
type Groups = Record<string, Written[]>

const now = Date.now()
const outputs = {
  AgentPrefix: 'shop-agent-',
  PlannerLog: 'g-p',
  ApiLog: 'g-a',
  SweeperLog: 'g-s',
  DeadLettersLog: 'g-d',
}

/** A deployed stage without the agent `auditor`, whose groups hold what is given; CloudWatch gives two lines a page. */
async function aStage(groups: Groups, { hasIds = true, onEmptyPage = undefined as (() => void) | undefined } = {}) {
  const asked: Record<string, unknown>[] = []
  const server = await serveAws({
    stacks: () => ({ status: 'CREATE_COMPLETE', outputs }),
    logGroupOf: (name) => (name === 'shop-agent-clerk' ? 'g-clerk' : undefined),
    logs(_, request) {
      asked.push(request)
      if (onEmptyPage !== undefined) {
        onEmptyPage()
        return { events: [], nextToken: String(asked.length) }
      }
      const { logGroupName, startTime, nextToken = '0' } = request
      const all = (groups[String(logGroupName)] ?? []).map(([secondsAgo, line], index) => ({
        ...(hasIds ? { eventId: `${logGroupName}-${index}` } : {}),
        timestamp: now - secondsAgo * 1_000,
        message: typeof line === 'string' ? line : JSON.stringify(line),
      }))
      const events = all.filter(({ timestamp }) => timestamp >= Number(startTime))
      const start = Number(nextToken)
      const next = start + 2 < events.length ? { nextToken: String(start + 2) } : {}
      return { events: events.slice(start, start + 2), ...next }
    },
  })
  stubLogin(server.url)
  return { asked, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
}

async function shown(
  wanted: string | undefined,
  { of = file, ...options }: Parameters<typeof showLogs>[1]['options'] & { of?: string } = {},
) {
  const run = aRun({ file: of, json: true })
  await showLogs(run, { wanted, options: { stage: 'dev', ...options } })
  const lines = run.stdout().trimEnd().split('\n')
  return lines.filter((text) => text !== '').map((text) => JSON.parse(text))
}

describe('the logs of a stage', () => {
  test('are one log in order, page by page, with the function that each line is of', async () => {
    await using stage = await aStage({
      'g-p': [
        [50, { level: 'info', message: 'p1', time: new Date(now - 31_000).toISOString() }],
        [30, { level: 'info', message: 'p0', time: new Date(now - 50_000).toISOString() }],
        [29, { level: 'info', message: 'p2' }],
        [10, { level: 'info', message: 'p3' }],
      ],
      'g-clerk': [
        [40, { level: 'warn', message: 'c1', jobId: 'j1', stepId: 'clerk', attempt: 1 }],
        [20, { _aws: {} }],
        [5, 'plain words'],
      ],
      'g-d': [[2_000, { message: 'long ago' }]],
    })
    const lines = await shown(undefined)
    expect(lines.map(({ source, message }) => [source, message])).toEqual([
      ['planner', 'p0'],
      ['clerk', 'c1'],
      ['planner', 'p1'],
      ['planner', 'p2'],
      ['planner', 'p3'],
      ['clerk', 'plain words'],
    ])
    expect(lines[1]).toMatchObject({ level: 'warn', jobId: 'j1', stepId: 'clerk', attempt: 1 })
    const groups = stage.asked.map(({ logGroupName }) => logGroupName)
    expect(new Set(groups)).toEqual(new Set(['g-p', 'g-a', 'g-s', 'g-d', 'g-clerk']))
  })

  test('are narrowed by CloudWatch itself, and once more here', async () => {
    await using stage = await aStage({
      'g-clerk': [
        [9, { level: 'warn', message: 'mine', jobId: 'j1' }],
        [8, { level: 'warn', message: 'not mine', jobId: 'j2' }],
        [7, { level: 'info', message: 'harmless', jobId: 'j1' }],
      ],
    })
    expect(await shown('clerk', { job: 'j1', errors: true })).toMatchObject([{ message: 'mine' }])
    expect(stage.asked.map(({ logGroupName }) => logGroupName)).toEqual(['g-clerk', 'g-clerk'])
    expect(stage.asked[0]?.filterPattern).toMatch(/^\{ \(\$\.jobId = "j1"\) && \(\$\.level = "warn" \|\| /)
  })

  test('are of one function when it is named; one that is not deployed and one that nobody knows are faults', async () => {
    await using stage = await aStage({ 'g-s': [[1, { message: 'sweep' }]] })
    expect(await shown('sweeper')).toMatchObject([{ source: 'sweeper', level: 'info', message: 'sweep' }])
    expect(stage.asked.length).toBe(1)
    await expect(shown('auditor')).rejects.toMatchObject({ code: 'STAGE_AGENT_MISSING' })
    await expect(shown('events')).rejects.toMatchObject({ code: 'LOG_SOURCE_UNKNOWN' })
    await expect(shown('planer')).rejects.toMatchObject({ code: 'LOG_SOURCE_UNKNOWN', hint: 'Did you mean planner?' })
  })

  test('are those of what is deployed, whatever agents.yaml asks for meanwhile', async () => {
    await using _stage = await aStage({ 'g-s': [[1, { message: 'sweep' }]] })
    const of = join(withEvents, 'agents.yaml')
    expect(await shown(undefined, { of })).toMatchObject([{ source: 'sweeper' }])
    await expect(shown('events', { of })).rejects.toMatchObject({ code: 'STAGE_INCOMPLETE' })
  })

  test('whose lines are long in coming are left at once when somebody stops it', async () => {
    const stop = new AbortController()
    await using stage = await aStage({}, { onEmptyPage: () => void (stage.asked.length === 3 && stop.abort()) })
    const run = aRun({ file, signal: stop.signal })
    expect(await showLogs(run, { wanted: 'planner', options: { stage: 'dev' } })).toBeUndefined()
    expect(stage.asked.length).toBe(3)
  })

  test('are followed until somebody stops it', async () => {
    await using _stage = await aStage({ 'g-p': [[5, { message: 'p1' }]] })
    const stop = new AbortController()
    const run = aRun({ file, signal: stop.signal })
    const { stdout } = run.output
    const output = { ...run.output, stdout: { ...stdout, write: () => stop.abort() } }
    const code = await showLogs({ ...run, output }, { wanted: 'planner', options: { stage: 'dev', follow: true } })
    expect([code, stop.signal.aborted]).toEqual([undefined, true])
  })
})

describe('a log group that is read again', () => {
  test.each([true, false])('gives what is new once, also what is shown late (with ids: %s)', async (hasIds) => {
    const written: Written[] = [
      [50, { message: 'a' }],
      [10, { message: 'b' }],
    ]
    await using _stage = await aStage({ group: written }, { hasIds })
    const client = new CloudWatchLogsClient({})
    const read = logGroupReader(client, { source: 's', logGroup: 'group' }, { since: now - 60_000, errors: false })
    const news = async () => {
      const messages: string[] = []
      for await (const { message } of read(new AbortController().signal)) messages.push(message)
      return messages
    }
    expect(await news()).toEqual(['a', 'b'])
    expect(await news()).toEqual([])
    written.push([20, { message: 'late' }], [1, { message: 'new' }])
    expect(await news()).toEqual(['late', 'new'])
    expect(await news()).toEqual([])
  })
})
