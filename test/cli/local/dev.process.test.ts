import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTroupe, type TroupeProcess, troupe } from '../troupe-process.ts'
import { aProject, brokenManifest, type Project } from './a-project.ts'

let project: Project
let runtime: TroupeProcess
let url: string

const run = (...args: string[]) => troupe(args, { cwd: project.directory })

beforeAll(async () => {
  project = aProject()
  project.write('broken.yaml', brokenManifest)
  runtime = startTroupe(['dev', '--port', '0'], { cwd: project.directory })
  url = (await runtime.said(/^listening on (http:\/\/127\.0\.0\.1:\d+)$/m))[1] ?? ''
  await runtime.said(/next curl/)
}, 30_000)

afterAll(async () => {
  runtime.child.kill('SIGKILL')
  await runtime.ended
  project.remove()
})

async function completedJob(input: string): Promise<string> {
  expect((await run('jobs', 'submit', '--input', input, '--wait', '--url', url)).exitCode).toBe(0)
  const answer = (await (await fetch(`${url}/v1/jobs?limit=1`)).json()) as { jobs: { jobId: string }[] }
  return answer.jobs[0]?.jobId ?? ''
}

describe('dev', () => {
  it('serves, and makes its data directory beside agents.yaml', async () => {
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect(existsSync(join(project.directory, '.troupe', 'jobs.db'))).toBe(true)
  })

  it('exits with 5 when the port is taken, and names another way', async () => {
    const port = new URL(url).port
    const { stderr, exitCode } = await run('dev', '--port', port, '--data', 'other')
    expect(stderr).toMatch(new RegExp(`^error PORT_IN_USE: .*${port}`))
    expect(stderr).toMatch(/^hint .*--port/m)
    expect(exitCode).toBe(5)
  })

  it('exits with 1 when this machine has no such address', async () => {
    // 192.0.2.0/24 is kept for documentation: no machine has it.
    const { stdout, exitCode } = await run('dev', '--host', '192.0.2.1', '--data', 'other', '--json')
    expect(JSON.parse(stdout).code).toBe('PORT_UNUSABLE')
    expect(exitCode).toBe(1)
  })

  it('exits with 5 when another process has the data directory, and names its pid', async () => {
    const { stderr, exitCode } = await run('dev', '--port', '0')
    expect(stderr).toMatch(new RegExp(`^error DATA_DIRECTORY_IN_USE: .*pid ${runtime.child.pid}`))
    expect(exitCode).toBe(5)
  })

  it('says when a changed agents.yaml is refused, and when it is taken up', async () => {
    const good = readFileSync(join(project.directory, 'agents.yaml'), 'utf8')
    project.write('agents.yaml', good.replace('agent: first', 'agent: frist'))
    await runtime.said(/^agents\.yaml:\d+:\d+ error Agent frist is not declared/m)
    await runtime.said(/^agents\.yaml as it was before stays in force$/m)
    project.write('agents.yaml', good)
    await runtime.said(/^agents\.yaml is taken up: jobs submitted from now on follow it$/m)
  })

  it('shows the findings of an invalid file and exits with 2', async () => {
    const { stderr, exitCode } = await run('dev', '--file', 'broken.yaml', '--port', '0')
    expect(stderr).toContain('broken.yaml:16:16 error Agent frist is not declared')
    expect(exitCode).toBe(2)
  })
})

describe('test --from-job', () => {
  it('keeps a step as a fixture and a test that passes without the runtime', async () => {
    const jobId = await completedJob('{"kind":"full"}')
    const kept = (stepId: string) => run('test', stepId, '--from-job', jobId, '--step', stepId, '--url', url)
    const { stdout, stderr, exitCode } = await kept('second')
    expect(stderr).toContain(`wrote agents/second/fixtures/${jobId}-second.json\n`)
    expect(JSON.parse(stdout)).toEqual({ drawn: expect.any(Number) })
    expect(exitCode).toBe(0)
    expect((await kept('first')).exitCode).toBe(0)

    const testOf = (stepId: string) => join(project.directory, `test/agents/${stepId}/${jobId}-${stepId}.test.ts`)
    // Its output is random: the test must not expect the same again.
    expect(readFileSync(testOf('second'), 'utf8')).toContain("toMatchObject({ status: 'completed' })")
    expect(readFileSync(testOf('first'), 'utf8')).toContain("toEqual({ status: 'completed', output: fixture.output })")
    const vitest = join(project.directory, 'node_modules/vitest/vitest.mjs')
    const tests = ['second', 'first'].map(testOf)
    execFileSync(process.execPath, [vitest, 'run', ...tests], { cwd: project.directory, stdio: 'pipe' })

    const again = await kept('first')
    expect(again.stderr).toContain('error CLI_FILE_EXISTS')
    expect(again.exitCode).toBe(5)

    const several = await run('test', 'first', '--from-job', jobId, '--url', url)
    expect(several.stderr).toContain('has 2 steps of agent first\nhint Choose one with --step: first, again')
    expect(several.exitCode).toBe(2)
  }, 60_000)

  it('exits with 3 for a job that does not exist', async () => {
    const { stderr, exitCode } = await run('test', 'first', '--from-job', 'nope', '--url', url)
    expect(stderr).toContain('error JOB_NOT_FOUND')
    expect(exitCode).toBe(3)
  })
})

describe('doctor beside a running runtime', () => {
  it('fails the port and warns of the data directory, each with its repair, and exits with 1', async () => {
    const { stdout, exitCode } = await run('doctor', '--port', new URL(url).port, '--json')
    const { ok, checks } = JSON.parse(stdout) as {
      ok: boolean
      checks: { name: string; status: string; repair?: string }[]
    }
    const statusOf = (name: string) => checks.find((check) => check.name === name)?.status
    expect(ok).toBe(false)
    expect(checks.length).toBeGreaterThanOrEqual(10)
    expect(statusOf('free port')).toBe('failed')
    expect(statusOf('data in use')).toBe('warning')
    expect(statusOf('agents.yaml')).toBe('ok')
    for (const check of checks) {
      if (check.status === 'failed' || check.status === 'warning') expect(check.repair, check.name).toBeDefined()
    }
    expect(exitCode).toBe(1)
  })
})

describe('dev on Ctrl-C', () => {
  it('closes cleanly with exit code 0', async () => {
    const other = startTroupe(['dev', '--port', '0', '--data', 'third', '--json'], { cwd: project.directory })
    await other.said(/next curl/)
    other.child.kill('SIGINT')
    const { stdout, stderr, exitCode } = await other.ended
    expect(JSON.parse(stdout)).toMatchObject({
      url: expect.stringContaining('http'),
      agents: ['first', 'second', 'slow'],
    })
    expect(stderr).toContain('stopping')
    expect(exitCode).toBe(0)
  })
})
