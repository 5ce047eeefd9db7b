import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTroupe, troupe } from '../troupe-process.ts'
import { aProject, brokenManifest, type Project } from './a-project.ts'

let project: Project

beforeAll(() => {
  project = aProject()
  project.write('broken.yaml', brokenManifest)
})
afterAll(() => project.remove())

const run = (...args: string[]) => troupe(args, { cwd: project.directory })

describe('validate', () => {
  it('says on stdout what was checked, and on stderr what to do next', async () => {
    const { stdout, stderr, exitCode } = await startTroupe(['validate'], { cwd: project.directory }).ended
    expect(stdout).toMatch(/^valid agents\.yaml: 3 agents, 1 workflow, 3 rules; .*\(definition [0-9a-f]{12}\)\n$/)
    expect(stderr).toMatch(/^next troupe plan --input input\.json {2}# .*\nnext troupe dev .*\n$/)
    expect(exitCode).toBe(0)
  })

  it('shows the place of a finding with a caret and the name that was meant, and exits with 1', async () => {
    const { stdout, exitCode } = await run('validate', 'broken.yaml')
    expect(stdout).toContain('broken.yaml:16:16 error Agent frist is not declared MANIFEST_UNKNOWN_AGENT')
    expect(stdout).toContain('      agents: [frist]')
    expect(stdout).toContain('^^^^^')
    expect(stdout).toContain('Did you mean first?')
    expect(exitCode).toBe(1)
  })

  it('names the file as it was given, so that the place can be opened from there', async () => {
    project.write('inner/agents.yaml', brokenManifest)
    const { stdout } = await run('validate', 'inner/agents.yaml')
    expect(stdout).toMatch(/^inner\/agents\.yaml:16:16 error Agent frist/m)
  })

  it('answers findings as data with --json', async () => {
    const { stdout, exitCode } = await run('validate', '--file', 'broken.yaml', '--json')
    const document = JSON.parse(stdout)
    expect(document).toMatchObject({ ok: false, agents: [], workflows: [], hash: null })
    expect(document.findings).toContainEqual({
      code: 'MANIFEST_UNKNOWN_AGENT',
      level: 'error',
      message: 'Agent frist is not declared',
      hint: 'Did you mean first?',
      at: { file: 'broken.yaml', line: 16, column: 16, start: expect.any(Number), end: expect.any(Number) },
    })
    expect(exitCode).toBe(1)
  })

  it('answers names and hash of a valid file with --json', async () => {
    const { stdout, exitCode } = await run('validate', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      agents: ['first', 'second', 'slow'],
      workflows: ['default'],
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(exitCode).toBe(0)
  })

  it('exits with 2 when there is no such file, in words and as data', async () => {
    const { stdout, stderr, exitCode } = await run('validate', 'none.yaml')
    expect(stderr).toMatch(/^error MANIFEST_NOT_FOUND: File none\.yaml cannot be read/)
    expect([stdout, exitCode]).toEqual(['', 2])
    const json = await run('validate', 'none.yaml', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({ code: 'MANIFEST_NOT_FOUND', hint: expect.any(String) })
  })
})
