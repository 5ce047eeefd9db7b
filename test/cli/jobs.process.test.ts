import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ended, type Laptop, runCli, type Started, startCli, startLaptop } from './jobs/run-cli.ts'

let laptop: Laptop

beforeAll(async () => {
  laptop = await startLaptop()
}, 30_000)

afterAll(() => laptop.close())

const greet = '{"kind":"greet","name":"Ada"}'

async function jobs(...args: string[]): Promise<Ended> {
  return await runCli(['jobs', ...args], { url: laptop.url })
}

async function submitted(input: string, ...more: string[]): Promise<string> {
  return (await jobs('submit', '--input', input, ...more)).stdout.trim()
}

/** A job whose first step runs until it is released. */
async function aSleeping(): Promise<{ jobId: string; release(): Promise<void> }> {
  const until = join(laptop.directory, randomUUID())
  const jobId = await submitted(JSON.stringify({ kind: 'sleep', until }))
  return { jobId, release: () => writeFile(until, '') }
}

function watching(jobId: string, ...more: string[]): Started {
  return startCli(['jobs', 'watch', jobId, ...more], { url: laptop.url })
}

describe('jobs submit', () => {
  test('prints the id alone on stdout and the next commands on stderr', async () => {
    const { stdout, stderr, code } = await jobs('submit', '--input', greet)
    expect(stdout).toMatch(/^[a-z0-9]{20,}\n$/)
    expect(stderr).toContain(`next troupe jobs watch ${stdout.trim()}`)
    expect(code).toBe(0)
  })

  test('follows the job with --wait and prints its result', async () => {
    const { stdout, stderr, code } = await jobs('submit', '--input', greet, '--wait')
    expect(JSON.parse(stdout)).toEqual({ greeting: 'hello Ada', html: '<p>hello Ada</p>' })
    expect(stderr).toMatch(/^\d\d:\d\d:\d\d\.\d{3} greeter completed in /m)
    expect(stderr).toMatch(/rule greeting: true: input\.kind is "greet"/)
    expect(code).toBe(0)
  })

  test('reads stdin, and exits 1 when the job fails', async () => {
    const options = { url: laptop.url, stdin: '{"kind":"fail"}' }
    const { stdout, stderr, code } = await runCli(['jobs', 'submit', '--input', '-', '--wait'], options)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/failing attempt 1 failed after .*: NO_LUCK: it never works/)
    expect(stderr).toMatch(/greeter skipped: step failing failed/)
    expect(stderr).toMatch(/next troupe jobs explain \S+/)
    expect(code).toBe(1)
  })

  test('stops waiting after its time with exit 6, and the job goes on', async () => {
    const { jobId, release } = await aSleeping()
    const { stderr, code } = await jobs('watch', jobId, '--timeout', '300ms')
    expect(stderr).toContain('CLI_WAIT_TIMED_OUT')
    expect(code).toBe(6)
    await release()
    expect((await watching(jobId).ended).code).toBe(0)
  })

  test('gives the same job for the same key, and exits 5 when the key comes with another input', async () => {
    const key = randomUUID()
    const jobId = await submitted(greet, '--key', key)
    expect(await submitted(greet, '--key', key)).toBe(jobId)
    const other = await jobs('submit', '--input', '{"kind":"fail"}', '--key', key)
    expect([other.code, other.stderr]).toEqual([5, expect.stringContaining('JOB_KEY_REUSED')])
  })

  test.each([
    [['--input', '{"kind":'], 'CLI_INPUT_UNREADABLE'],
    [['--input', 'no-such.json'], 'CLI_INPUT_UNREADABLE'],
    [['--input', '{}', '--label', 'team'], 'Write it like team=sales'],
    [['--input', '{}', '--deadline', 'soon'], 'deadline'],
    [[], "Required option '--input"],
  ])('exits 2 for %j', async (args, said) => {
    const { stdout, stderr, code } = await jobs('submit', ...args)
    expect([stdout, code]).toEqual(['', 2])
    expect(stderr).toContain(said)
  })
})

describe('jobs get, list, explain, events, diff', () => {
  test('show one job in words and as one JSON document', async () => {
    const jobId = await submitted(greet, '--label', 'team=sales', '--wait', '--json').then(
      (json) => JSON.parse(json).jobId,
    )
    const text = await jobs('get', jobId, '--results')
    expect(text.stdout).toMatch(/^✓ completed {2}job /)
    expect(text.stdout).toContain('output of greeter {')
    const json = JSON.parse((await jobs('get', jobId, '--results', '--json')).stdout)
    expect(json).toMatchObject({
      jobId,
      status: 'completed',
      labels: { team: 'sales' },
      result: { greeting: 'hello Ada' },
    })

    const explained = await jobs('explain', jobId)
    expect(explained.stdout).toContain(`rule greeting  input.kind == 'greet'`)
    expect(explained.stdout).toContain('  read input.kind = "greet"')
    expect(JSON.parse((await jobs('explain', jobId, '--json')).stdout)).toMatchObject({
      jobId,
      rules: expect.any(Array),
    })

    const events = await jobs('events', jobId)
    expect(events.stdout).toMatch(
      /job submitted\n.*job started\n.*greeter started\n.*greeter completed.*\n.*job completed\n$/,
    )
    const page = JSON.parse((await jobs('events', jobId, '--json')).stdout)
    expect(page.events.at(-1)).toMatchObject({ eventType: 'job.completed', jobId })
    expect((await jobs('events', jobId, '--since', page.next)).stdout).toBe('')
  })

  test('list jobs newest first, page by page, separated by tabs', async () => {
    const run = randomUUID()
    const first = await submitted(greet, '--label', `run=${run}`)
    const second = await submitted(greet, '--label', `run=${run}`)
    const page = await jobs('list', '--label', `run=${run}`, '--limit', '1')
    expect(page.stdout.split('\t')[0]).toBe(second)
    const cursor = /--cursor (\S+)/.exec(page.stderr)?.[1] ?? ''
    const next = JSON.parse((await jobs('list', '--label', `run=${run}`, '--cursor', cursor, '--json')).stdout)
    expect(next.jobs.map(({ jobId }: { jobId: string }) => jobId)).toEqual([first])
    const none = await jobs('list', '--label', 'run=none')
    expect([none.stdout, none.code]).toEqual(['', 0])
  })

  test('compare two jobs', async () => {
    const before = JSON.parse(await submitted(greet, '--wait', '--json')).jobId
    const after = JSON.parse(await submitted('{"kind":"greet","name":"Bob"}', '--wait', '--json')).jobId
    const text = await jobs('diff', before, after)
    expect(text.stdout).toContain('  input.name\n    - "Ada"\n    + "Bob"\n')
    expect(text.stdout).toContain('  result.greeting\n    - "hello Ada"\n    + "hello Bob"\n')
    const json = JSON.parse((await jobs('diff', before, after, '--json')).stdout)
    expect(json).toMatchObject({ jobs: [before, after], job: [], steps: [{ name: 'greeter', same: true }] })
  })

  test.each([['get'], ['watch'], ['explain'], ['events'], ['cancel'], ['pause'], ['resume'], ['rerun']])(
    'exit 3 from %s for an unknown job',
    async (command) => {
      const { stdout, stderr, code } = await jobs(command, 'nosuchjob')
      expect([stdout, code]).toEqual(['', 3])
      expect(stderr).toContain('error JOB_NOT_FOUND: Job nosuchjob does not exist')
    },
  )

  test('say an error as one JSON document too', async () => {
    const { stdout, code } = await jobs('get', 'nosuchjob', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ code: 'JOB_NOT_FOUND', hint: expect.any(String) })
    expect(code).toBe(3)
  })
})

describe('jobs watch', () => {
  test('tells each event as one JSON line', async () => {
    const jobId = await submitted(greet)
    const { stdout, code } = await jobs('watch', jobId, '--json')
    const types = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).eventType)
    expect(types).toEqual(['job.submitted', 'job.started', 'step.started', 'step.completed', 'job.completed'])
    expect(code).toBe(0)
  })

  test('ends with 130 on Ctrl-C, leaves the job running and says so', async () => {
    const { jobId, release } = await aSleeping()
    const watched = watching(jobId)
    await watched.said('sleeper started')
    watched.child.kill('SIGINT')
    const { stderr, code } = await watched.ended
    expect(code).toBe(130)
    expect(stderr).toContain(`Job ${jobId} goes on`)
    expect(JSON.parse((await jobs('get', jobId, '--json')).stdout).status).toBe('running')
    await release()
    expect((await watching(jobId).ended).code).toBe(0)
  })

  test('outlives a kill -9 and restart of the runtime', async () => {
    const { jobId, release } = await aSleeping()
    const watched = watching(jobId)
    await watched.said('sleeper started')
    await laptop.restart()
    await release()
    const { stdout, stderr, code } = await watched.ended
    expect(stderr).toMatch(/No runtime answers at .*; trying again in 250 ms/)
    expect(stderr).toContain('The runtime answers again')
    expect(stdout).toMatch(/job completed\n$/)
    expect(code).toBe(0)
  }, 40_000)
})

describe('jobs cancel, pause, resume, rerun', () => {
  test('cancel a running job; a second time is a conflict', async () => {
    const { jobId } = await aSleeping()
    const watched = watching(jobId)
    await watched.said('sleeper started')
    expect((await jobs('cancel', jobId)).code).toBe(0)
    const { stdout, code } = await watched.ended
    expect(stdout).toMatch(/job cancelled\n/)
    expect(code).toBe(1)
    expect((await jobs('cancel', jobId)).code).toBe(5)
  })

  test('pause a job between its steps and let it go on', async () => {
    const { jobId, release } = await aSleeping()
    await watching(jobId).said('sleeper started')
    expect((await jobs('pause', jobId)).stdout).toContain('is paused')
    await release()
    const watched = watching(jobId)
    await watched.said('sleeper completed')
    expect((await jobs('get', jobId)).stdout).toContain('the job is paused')
    expect((await jobs('resume', jobId)).code).toBe(0)
    expect((await watched.ended).code).toBe(0)
  })

  test('run an ended job again: the same job in its next epoch, or a new one with another input', async () => {
    const { jobId } = JSON.parse(await submitted('{"kind":"fail"}', '--wait', '--json'))
    const again = await jobs('rerun', jobId, '--wait', '--json')
    expect(again.code).toBe(1)
    expect(JSON.parse(again.stdout)).toMatchObject({ jobId, epoch: 2, status: 'failed' })
    const other = await jobs('rerun', jobId, '--input', greet, '--wait', '--json')
    expect(other.code).toBe(0)
    expect(JSON.parse(other.stdout)).toMatchObject({ rerunOf: jobId, result: { greeting: 'hello Ada' } })
    expect((await jobs('rerun', jobId, '--from', 'nobody')).code).toBe(3)
  })
})

describe('a runtime that is not there', () => {
  test('is named with the command that starts it', async () => {
    const { stderr, code } = await runCli(['jobs', 'list', '--url', 'http://127.0.0.1:1'])
    expect(stderr).toContain('error CLI_NO_RUNTIME: No runtime answers at http://127.0.0.1:1')
    expect(stderr).toContain('hint Start it: troupe dev')
    expect(code).toBe(1)
  })

  test('is an address or a stage, not both', async () => {
    const { stderr, code } = await runCli(['jobs', 'list', '--url', 'http://127.0.0.1:1', '--stage', 'prod'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('CLI_USAGE')])
  })
})
