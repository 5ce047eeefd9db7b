import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTroupe, troupe } from '../troupe-process.ts'
import { aProject, type Project } from './a-project.ts'

let project: Project

beforeAll(() => {
  project = aProject()
})
afterAll(() => project.remove())

const run = (...args: string[]) => troupe(['test', ...args], { cwd: project.directory })

describe('test', () => {
  it('runs an agent on its sample, its output on stdout, its log and progress on stderr', async () => {
    const { stdout, stderr, exitCode } = await startTroupe(['test', 'first'], { cwd: project.directory }).ended
    expect(JSON.parse(stdout)).toEqual({ input: { kind: 'sample' }, results: { before: 1 }, confidence: 0.9 })
    expect(stderr).toContain('info  begins rows=3\n')
    expect(stderr).toContain(' 50 % half way\n')
    expect(stderr).toMatch(/^completed in .*, output of \d+ B$/m)
    expect(exitCode).toBe(0)
  })

  it('takes another input and keeps the sample’s results', async () => {
    const { stdout } = await run('first', '--input', '{"kind":"own"}', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      agent: 'first',
      status: 'completed',
      output: { input: { kind: 'own' }, results: { before: 1 } },
      elapsedMs: expect.any(Number),
      files: [],
    })
  })

  it('exits with 1 and the author’s own code when the attempt fails', async () => {
    const { stdout, stderr, exitCode } = await run('second', '--input', '"fail"')
    expect(stderr).toMatch(/^failed after .* {2}NO_DATA: there is nothing to read$/m)
    expect(stderr).toContain(`next troupe test second --input '"fail"'  # after a change of `)
    expect([stdout, exitCode]).toEqual(['', 1])
    expect(stderr).not.toContain('INTERNAL')
    const json = JSON.parse((await run('second', '--input', '"fail"', '--json')).stdout)
    expect(json).toMatchObject({ status: 'failed', error: { code: 'NO_DATA' } })
  })

  it('shows where an unexpected error was thrown, the stack below its line', async () => {
    const { stderr } = await run('second', '--input', '"throw"')
    expect(stderr).toMatch(/^error Agent threw\n {2}TypeError: .*\n {6}at .*agents\/second\/agent\.ts:5:\d+/m)
  })

  it.each(['./rows', './rows.js'])('says which file is meant by an import of %s', async (specifier) => {
    project.write('stray.yaml', 'project: { name: stray }\nagents: { stray: {} }\n')
    project.write('agents/stray/rows.ts', 'export const rows = 1\n')
    project.write('agents/stray/agent.ts', `import '${specifier}'\n`)
    const { stderr } = await run('stray', '--file', 'stray.yaml')
    expect(stderr).toMatch(/AGENT_LOAD_FAILED: .* Cannot find module '.*'.*; the file's name is rows\.ts$/m)
  })

  it('ends an endless loop at the declared timeout', async () => {
    const { stderr, exitCode } = await run('slow')
    expect(stderr).toContain('STEP_TIMED_OUT: Attempt ran longer than its 1 s')
    expect(stderr).toContain('hint Raise runtime.timeout of agent slow, or make it faster')
    expect(exitCode).toBe(1)
  })

  it('exits with 3 for an agent that is not declared, and names the nearest', async () => {
    const { stderr, exitCode } = await run('frist')
    expect(stderr).toContain('error AGENT_NOT_FOUND: Agent frist is not declared\nhint Did you mean first?')
    expect(exitCode).toBe(3)
  })

  it('exits with 130 on Ctrl-C', async () => {
    project.write('long.yaml', 'project: { name: long }\nagents: { slow: { runtime: { timeout: 600 } } }\n')
    const { child, ended, said } = startTroupe(['test', 'slow', '--file', 'long.yaml'], { cwd: project.directory })
    await said(/in a thread/)
    child.kill('SIGINT')
    expect((await ended).exitCode).toBe(130)
  })

  it('names what is wrong with a sample that is not one', async () => {
    project.write('agents/second/sample.json', '{ "inputs": {} }')
    const { stderr, exitCode } = await run('second')
    expect(stderr).toContain(
      'CLI_INPUT_UNREADABLE: Input agents/second/sample.json cannot be read: it has a key inputs',
    )
    expect(exitCode).toBe(2)
  })
})
