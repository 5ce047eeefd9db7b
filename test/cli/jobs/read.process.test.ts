import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { troupe } from '../troupe-process.ts'
import { greet, type Laptop, root, startLaptop } from './laptop.ts'

let laptop: Laptop

beforeAll(async () => {
  laptop = await startLaptop()
}, 30_000)

afterAll(() => laptop.close())

const jobs = (...args: string[]) => laptop.jobs(...args)

describe('jobs get, list, explain, events, diff', () => {
  test('show one job in words and as one JSON document', async () => {
    const { jobId } = JSON.parse(await laptop.submitted(greet, '--label', 'team=sales', '--wait', '--json'))
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
    const first = await laptop.submitted(greet, '--label', `run=${run}`)
    const second = await laptop.submitted(greet, '--label', `run=${run}`)
    const page = await laptop.startJobs(['list', '--label', `run=${run}`, '--limit', '1']).ended
    expect(page.stdout.split('\t')[0]).toBe(second)
    const cursor = /--cursor (\S+)/.exec(page.stderr)?.[1] ?? ''
    const next = JSON.parse((await jobs('list', '--label', `run=${run}`, '--cursor', cursor, '--json')).stdout)
    expect(next.jobs.map(({ jobId }: { jobId: string }) => jobId)).toEqual([first])
    const none = await jobs('list', '--label', 'run=none')
    expect([none.stdout, none.exitCode]).toEqual(['', 0])
  })

  test('compare two jobs', async () => {
    const before = JSON.parse(await laptop.submitted(greet, '--wait', '--json')).jobId
    const after = JSON.parse(await laptop.submitted('{"kind":"greet","name":"Bob"}', '--wait', '--json')).jobId
    const text = await jobs('diff', before, after)
    expect(text.stdout).toContain('  input.name\n    - "Ada"\n    + "Bob"\n')
    expect(text.stdout).toContain('  result.greeting\n    - "hello Ada"\n    + "hello Bob"\n')
    const json = JSON.parse((await jobs('diff', before, after, '--json')).stdout)
    expect(json).toMatchObject({ jobs: [before, after], job: [], steps: [{ name: 'greeter', same: true }] })
  })

  test.each([['get'], ['watch'], ['explain'], ['events'], ['cancel'], ['pause'], ['resume'], ['rerun']])(
    'exit 3 from %s for an unknown job',
    async (command) => {
      const { stdout, stderr, exitCode } = await jobs(command, 'nosuchjob')
      expect([stdout, exitCode]).toEqual(['', 3])
      expect(stderr).toContain('error JOB_NOT_FOUND: Job nosuchjob does not exist')
    },
  )

  test('say an error as one JSON document too', async () => {
    const { stdout, exitCode } = await jobs('get', 'nosuchjob', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ code: 'JOB_NOT_FOUND', hint: expect.any(String) })
    expect(exitCode).toBe(3)
  })
})

describe('a runtime that is not there', () => {
  test('is named with the command that starts it', async () => {
    const { stderr, exitCode } = await troupe(['jobs', 'list', '--url', 'http://127.0.0.1:1'], { cwd: root })
    expect(stderr).toContain('error CLI_NO_RUNTIME: No runtime answers at http://127.0.0.1:1')
    expect(stderr).toContain('hint Start it: troupe dev')
    expect(exitCode).toBe(1)
  })

  test('is an address or a stage, not both', async () => {
    const args = ['jobs', 'list', '--url', 'http://127.0.0.1:1', '--stage', 'prod']
    const { stderr, exitCode } = await troupe(args, { cwd: root })
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('CLI_USAGE')])
  })
})
