import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { project, root } from './jobs/laptop.ts'
import { startTroupe, troupe } from './troupe-process.ts'

const folder = join(dirname(project), '.troupe', 'demo')
const demo = ['demo', '--file', project]

async function leftOver(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith('data-'))
}

// These tests share the one place of the report, so they run one after another in this file alone.
describe('demo', () => {
  beforeEach(() => rm(folder, { recursive: true, force: true }))
  afterEach(() => rm(dirname(folder), { recursive: true, force: true }))

  test('runs the sample job to its end, keeps its report and nothing else', async () => {
    const { stdout, stderr, exitCode } = await startTroupe(demo, { cwd: root }).ended
    expect(stdout).toBe(`${join(folder, 'report.html').slice(process.cwd().length + 1)}\n`)
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toBe('<p>hello demo</p>')
    expect(stderr).toMatch(/greeter completed in/)
    expect(stderr).toMatch(/next troupe dev/)
    expect(await leftOver()).toEqual([])
    expect(exitCode).toBe(0)
  })

  test('answers one JSON document, with another input too', async () => {
    const { stdout, exitCode } = await troupe([...demo, '--json', '--input', '{"kind":"greet","name":"Ada"}'], {
      cwd: root,
    })
    const answer = JSON.parse(stdout)
    expect(answer).toMatchObject({ job: { status: 'completed', result: { greeting: 'hello Ada' } } })
    expect(await readFile(answer.report, 'utf8')).toBe('<p>hello Ada</p>')
    expect(exitCode).toBe(0)
  })

  test('exits 1 when the job fails and says what to look at', async () => {
    const { stdout, stderr, exitCode } = await troupe([...demo, '--input', '{"kind":"fail"}'], { cwd: root })
    expect([stdout, exitCode]).toEqual(['', 1])
    expect(stderr).toContain('NO_LUCK: it never works')
    expect(stderr).toContain('next troupe test failing')
  })

  test('cleans up and exits 130 on Ctrl-C', async () => {
    const input = JSON.stringify({ kind: 'sleep', until: join(folder, 'never') })
    const started = startTroupe([...demo, '--input', input], { cwd: root })
    await started.said('sleeper started')
    expect(await leftOver()).toHaveLength(1)
    started.child.kill('SIGINT')
    expect((await started.ended).exitCode).toBe(130)
    expect(await leftOver()).toEqual([])
  })

  test('exits 4 and names the flag when a project has no sample, 2 when its file is wrong', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'troupe-demo-'))
    const file = join(directory, 'agents.yaml')
    const agent = 'project: { name: none, version: 1.0.0 }\nagents:\n  one: { type: worker, description: One }\n'
    await writeFile(file, agent)
    const wrong = await troupe(['demo', '--file', file], { cwd: root })
    expect(wrong.exitCode).toBe(2)
    expect(wrong.stderr).toContain('MANIFEST_CODE_MISSING')
    await writeFile(file, agent.replace('One', 'One, entry: agent.ts'))
    await writeFile(join(directory, 'agent.ts'), 'export default {}\n')
    const missing = await troupe(['demo', '--file', file], { cwd: root })
    expect(missing.exitCode).toBe(4)
    expect(missing.stderr).toContain('CLI_SAMPLE_MISSING')
    expect(missing.stderr).toContain('--input')
    await rm(directory, { recursive: true })
  })
})
