import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTroupe, troupe } from '../troupe-process.ts'
import { aProject, brokenManifest, type Project } from './a-project.ts'

let project: Project

beforeAll(() => {
  project = aProject()
  project.write('broken.yaml', brokenManifest)
  project.write('input.json', '{ "kind": "full" }')
})
afterAll(() => project.remove())

const run = (...args: string[]) => troupe(['plan', ...args], { cwd: project.directory })

describe('plan', () => {
  it('shows verdicts with their reasons, steps with their needs, and what is decided later', async () => {
    const { stdout, stderr, exitCode } = await run('--input', 'input.json')
    expect(stdout).toMatchSnapshot()
    expect(stderr).toContain('next troupe jobs submit --input input.json --wait')
    expect(exitCode).toBe(0)
  })

  it('reads the input from stdin', async () => {
    const { stdout, exitCode } = await startTroupe(['plan', '--input', '-', '--json'], {
      cwd: project.directory,
      stdin: '{"kind":"quick"}',
    }).ended
    const preview = JSON.parse(stdout)
    expect(preview).toMatchObject({ workflow: 'default', complete: false, worstCaseSteps: 3 })
    expect(preview.rules.map((rule: { verdict: unknown }) => rule.verdict)).toEqual([false, true, null])
    expect(exitCode).toBe(0)
  })

  it('draws the steps as a Mermaid flowchart', async () => {
    const { stdout, exitCode } = await run('--input', 'input.json', '--graph', 'mermaid')
    expect(stdout).toMatch(/^flowchart TD\n {2}subgraph /)
    expect(exitCode).toBe(0)
  })

  it('checks the input against the workflow’s schema and exits with 2', async () => {
    const { stdout, stderr, exitCode } = await run('--input', '{"kind":"other"}')
    expect(stderr).toMatch(/^error JOB_INPUT_INVALID: Input is not valid: input\.kind .*"full", "quick", "none"/)
    expect([stdout, exitCode]).toEqual(['', 2])
  })

  it('exits with 3 for a workflow that does not exist, and names those that do', async () => {
    const { stderr, exitCode } = await run('--input', 'input.json', '--workflow', 'nightly')
    expect(stderr).toContain('WORKFLOW_NOT_FOUND')
    expect(stderr).toContain('Choose one of: default')
    expect(exitCode).toBe(3)
  })

  it('asks nothing without a terminal: it exits with 4 and names the flag', async () => {
    const { stderr, exitCode } = await run()
    expect(stderr).toContain('error CLI_INPUT_NEEDED: The input is not given')
    expect(stderr).toContain('--input <file or JSON>')
    expect(exitCode).toBe(4)
  })

  it.each([
    ['a file that does not exist', 'none.json', 'there is no such file'],
    ['a folder', 'agents', 'Input agents cannot be read: it is a folder'],
    ['nothing, as of an unset variable', '', 'Input "" cannot be read: it is empty'],
    ['text that is not JSON', '{"kind":', 'JSON'],
  ])('exits with 2 for %s', async (_title, input, problem) => {
    const { stderr, exitCode } = await run('--input', input)
    expect(stderr).toMatch(/^error CLI_INPUT_UNREADABLE: Input /)
    expect(stderr).toContain(problem)
    expect(exitCode).toBe(2)
  })

  it('proposes to plan the same workflow again when its job would fail', async () => {
    const rule = '{ condition: "input.x == 1", agents: [first] }'
    project.write(
      'two.yaml',
      `project: { name: two }\nagents: { first: {} }\nworkflows: { rare: { selection_rules: [${rule}] } }\n`,
    )
    const { stderr, exitCode } = await run('--input', '{}', '--file', 'two.yaml', '--workflow', 'rare')
    expect(stderr).toContain('next troupe plan --file two.yaml --workflow rare --input <json>')
    expect(exitCode).toBe(1)
  })

  it('shows the findings of an invalid file and exits with 2', async () => {
    const { stdout, stderr, exitCode } = await run('--input', 'input.json', '--file', 'broken.yaml')
    expect(stderr).toContain('broken.yaml:16:16 error Agent frist is not declared')
    expect(stderr).toContain('error MANIFEST_INVALID: File broken.yaml is not valid, errors: 1')
    expect([stdout, exitCode]).toEqual(['', 2])
    const json = JSON.parse((await run('--input', 'input.json', '--file', 'broken.yaml', '--json')).stdout)
    expect(json).toMatchObject({ code: 'MANIFEST_INVALID', findings: [{ code: 'MANIFEST_UNKNOWN_AGENT' }] })
  })
})

describe('plan of an input that no rule takes', () => {
  it('shows how the job would fail, and exits with 1', async () => {
    project.write(
      'strict.yaml',
      'project: { name: strict }\nagents: { first: {} }\norchestration: { selection_rules: [{ name: never, condition: "input.kind == \'x\'", agents: [first] }] }\n',
    )
    const { stdout, exitCode } = await run('--file', 'strict.yaml', '--input', '{"kind":"y"}')
    expect(stdout).toContain('The job would fail at once: PLAN_EMPTY')
    expect(exitCode).toBe(1)
  })
})
