import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { greet, type Laptop, startLaptop } from './laptop.ts'

let laptop: Laptop

beforeAll(async () => {
  laptop = await startLaptop()
}, 30_000)

afterAll(() => laptop.close())

const jobs = (...args: string[]) => laptop.jobs(...args)

describe('jobs submit', () => {
  test('prints the id alone on stdout and the next commands on stderr', async () => {
    const { stdout, stderr, exitCode } = await laptop.startJobs(['submit', '--input', greet]).ended
    expect(stdout).toMatch(/^[a-z0-9]{20,}\n$/)
    expect(stderr).toContain(`next troupe jobs watch ${stdout.trim()}`)
    expect(exitCode).toBe(0)
  })

  test('follows the job with --wait and prints its result', async () => {
    const { stdout, stderr, exitCode } = await jobs('submit', '--input', greet, '--wait')
    expect(JSON.parse(stdout)).toEqual({ greeting: 'hello Ada', html: '<p>hello Ada</p>' })
    expect(stderr).toMatch(/^\d\d:\d\d:\d\d\.\d{3} greeter completed in /m)
    expect(stderr).toMatch(/rule greeting: true: input\.kind is "greet"/)
    expect(exitCode).toBe(0)
  })

  test('reads stdin, and exits 1 when the job fails', async () => {
    const { stdout, stderr, exitCode } = await laptop.startJobs(['submit', '--input', '-', '--wait'], '{"kind":"fail"}')
      .ended
    expect(stdout).toBe('')
    expect(stderr).toMatch(/failing attempt 1 failed after .*: NO_LUCK: it never works/)
    expect(stderr).toMatch(/greeter skipped: step failing failed/)
    expect(stderr).toMatch(/next troupe jobs explain \S+/)
    expect(exitCode).toBe(1)
  })

  test('gives the same job for the same key, and exits 5 when the key comes with another input', async () => {
    const key = randomUUID()
    const jobId = await laptop.submitted(greet, '--key', key)
    expect(await laptop.submitted(greet, '--key', key)).toBe(jobId)
    const other = await jobs('submit', '--input', '{"kind":"fail"}', '--key', key)
    expect([other.exitCode, other.stderr]).toEqual([5, expect.stringContaining('JOB_KEY_REUSED')])
  })

  test.each([
    [['--input', '{"kind":'], 'CLI_INPUT_UNREADABLE'],
    [['--input', 'no-such.json'], 'CLI_INPUT_UNREADABLE'],
    [['--input', '{}', '--label', 'team'], 'Write it like team=sales'],
    [['--input', '{}', '--deadline', 'soon'], 'deadline'],
    [[], "Required option '--input"],
  ])('exits 2 for %j', async (args, said) => {
    const { stdout, stderr, exitCode } = await jobs('submit', ...args)
    expect([stdout, exitCode]).toEqual(['', 2])
    expect(stderr).toContain(said)
  })
})

describe('jobs watch', () => {
  test('tells each event as one JSON line', async () => {
    const jobId = await laptop.submitted(greet)
    const { stdout, exitCode } = await jobs('watch', jobId, '--json')
    const types = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).eventType)
    expect(types).toEqual(['job.submitted', 'job.started', 'step.started', 'step.completed', 'job.completed'])
    expect(exitCode).toBe(0)
  })

  test('stops after its time with exit 6, and the job goes on', async () => {
    const { jobId, release } = await laptop.sleeping()
    const { stderr, exitCode } = await jobs('watch', jobId, '--timeout', '300ms')
    expect(stderr).toContain('CLI_WAIT_TIMED_OUT')
    expect(exitCode).toBe(6)
    await release()
    expect((await jobs('watch', jobId)).exitCode).toBe(0)
  })

  test('ends with 130 on Ctrl-C, leaves the job running and says so', async () => {
    const { jobId, release } = await laptop.sleeping()
    const watched = laptop.startJobs(['watch', jobId])
    await watched.said('sleeper started')
    watched.child.kill('SIGINT')
    const { stderr, exitCode } = await watched.ended
    expect(exitCode).toBe(130)
    expect(stderr).toContain(`Job ${jobId} goes on`)
    expect(JSON.parse((await jobs('get', jobId, '--json')).stdout).status).toBe('running')
    await release()
    expect((await jobs('watch', jobId)).exitCode).toBe(0)
  })

  test('outlives a kill -9 and restart of the runtime', async () => {
    const { jobId, release } = await laptop.sleeping()
    const watched = laptop.startJobs(['watch', jobId])
    await watched.said('sleeper started')
    await laptop.restart()
    await release()
    const { stdout, stderr, exitCode } = await watched.ended
    expect(stderr).toMatch(/No runtime answers at .*; trying again in 250 ms/)
    expect(stderr).toContain('The runtime answers again')
    expect(stdout).toMatch(/job completed\n$/)
    expect(exitCode).toBe(0)
  }, 40_000)
})

describe('jobs cancel, pause, resume, rerun', () => {
  test('cancel a running job; a second time is a conflict', async () => {
    const { jobId } = await laptop.sleeping()
    const watched = laptop.startJobs(['watch', jobId])
    await watched.said('sleeper started')
    expect((await jobs('cancel', jobId)).exitCode).toBe(0)
    const { stdout, exitCode } = await watched.ended
    expect(stdout).toMatch(/job cancelled\n/)
    expect(exitCode).toBe(1)
    expect((await jobs('cancel', jobId)).exitCode).toBe(5)
  })

  test('pause a job between its steps and let it go on', async () => {
    const { jobId, release } = await laptop.sleeping()
    const watched = laptop.startJobs(['watch', jobId])
    await watched.said('sleeper started')
    expect((await jobs('pause', jobId)).stdout).toContain('is paused')
    await release()
    await watched.said('sleeper completed')
    expect((await jobs('get', jobId)).stdout).toContain('the job is paused')
    expect((await jobs('resume', jobId)).exitCode).toBe(0)
    expect((await watched.ended).exitCode).toBe(0)
  })

  test('run an ended job again: the same job in its next epoch, or a new one with another input', async () => {
    const { jobId } = JSON.parse(await laptop.submitted('{"kind":"fail"}', '--wait', '--json'))
    const again = await jobs('rerun', jobId, '--wait', '--json')
    expect(again.exitCode).toBe(1)
    expect(JSON.parse(again.stdout)).toMatchObject({ jobId, epoch: 2, status: 'failed' })
    const other = await jobs('rerun', jobId, '--input', greet, '--wait', '--json')
    expect(other.exitCode).toBe(0)
    expect(JSON.parse(other.stdout)).toMatchObject({ rerunOf: jobId, result: { greeting: 'hello Ada' } })
    expect((await jobs('rerun', jobId, '--from', 'nobody')).exitCode).toBe(3)
  })
})
