import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTroupe, troupe } from '../troupe-process.ts'
import { aProject, type Project } from './a-project.ts'

const shipped = fileURLToPath(new URL('../../../', import.meta.url))

/** Agent a never answers x; c takes over from b; no input is declared. */
const manifest = `project: { name: small, version: 1.0.0 }
agents:
  a: { description: "Answers", capabilities: { structured_output: true, output_schema: Output } }
  b: { description: "Follows", on_error: { fallback: c } }
  c: { description: "Takes over" }
orchestration:
  on_empty: complete
  selection_rules:
    - { name: full, condition: "input.kind == 'full'", agents: [a, b] }
    - { name: rescue, condition: "results.a.kind == 'x'", agents: [c] }
workflows:
  tidy:
    selection_rules: [{ name: all, agents: [b] }]
`

const answering = `import { defineAgent } from 'troupe'
import * as z from 'zod'
export const Output = z.object({ kind: z.enum(['y', 'z']) })
export default defineAgent({ output: Output, run: () => ({ kind: 'y' as const }) })
`
const plain = `import { defineAgent } from 'troupe'
export default defineAgent({ run: () => ({ ok: true }) })
`

let project: Project

beforeAll(() => {
  project = aProject({
    'agents.yaml': manifest,
    'broken.yaml': manifest.replace('agents: [a, b]', 'agents: [a, d]'),
    'unloadable.yaml': manifest.replace('on_error: { fallback: c }', 'entry: agents/keyless.ts'),
    'agents/keyless.ts': "throw new Error('no key')\n",
    'agents/a/agent.ts': answering,
    'agents/b/agent.ts': plain,
    'agents/c/agent.ts': plain,
  })
})
afterAll(() => project.remove())

const run = (...args: string[]) => troupe(['simulate', ...args], { cwd: project.directory })

describe('simulate, on the shipped system,', { timeout: 60_000 }, () => {
  it('reaches every branch and finds nothing', async () => {
    const { stdout, stderr, exitCode } = await troupe(['simulate', '--seeds', '40', '--strict', '--json'], {
      cwd: shipped,
    })
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ ok: true, workflow: 'default', seeds: 40, findings: [], notes: [] })
    expect(Object.keys(report.agents).length).toBe(4)
    expect(stderr).toMatch(/^40 seeds in .*, \d+ a second$/m)
    expect(exitCode).toBe(0)
  })
})

describe('simulate, on a workflow with a branch that no result leads to,', { timeout: 60_000 }, () => {
  it('says which values were seen instead, counts everything, and exits with 0', async () => {
    const { stdout, stderr, exitCode } = await run('--seeds', '30')
    expect(stdout).toMatch(
      /^warning Branch then of rule rescue was not taken in \d+ seeds, \d+ of them aimed at it: results\.a\.kind was "[yz]" \d+ times/m,
    )
    expect(stdout).toContain(" hint: Correct the condition `results.a.kind == 'x'`, or remove the branch")
    expect(stdout).toMatch(/\n1 warning\n$/)
    for (const heading of ['RULE ', 'STEP ', 'WORST ', 'CALL ']) expect(stdout).toMatch(new RegExp(`^${heading}`, 'm'))
    expect(stdout).toMatch(/^saveJob( +\d+){6}$/m)
    expect(stderr).toMatch(/^next troupe simulate --seed \d+ --trace/m)
    expect(exitCode).toBe(0)
  })

  it('exits with 1 with --strict, and gives the same document for the same file and seeds', async () => {
    const strict = ['--seeds', '8', '--strict', '--json']
    const one = await startTroupe(['simulate', ...strict], { cwd: project.directory }).ended
    const other = await run(...strict)
    expect(JSON.parse(one.stdout)).toMatchObject({ ok: false, findings: [{ code: 'SIMULATION_BRANCH_UNREACHED' }] })
    expect(other.stdout).toBe(one.stdout)
    expect(one.exitCode).toBe(1)
  })
})

describe('simulate --seed', { timeout: 60_000 }, () => {
  it('shows one job: its input, what happened, and why its rules and steps went as they did', async () => {
    const { stdout, exitCode } = await run('--seed', '1', '--trace')
    expect(stdout).toMatch(/^seed 1 of workflow default, aimed at: rule full is true\ninput {\n/)
    expect(stdout).toMatch(/^ +\d+\.\d{3} +planner\d+ +saveJob /m)
    expect(stdout).toContain(`rule full  input.kind == 'full'\n  true: input.kind is "full"\n`)
    expect(exitCode).toBe(0)
  })

  it('is one document with --json', async () => {
    const { seed, input, job, trace } = JSON.parse((await run('--seed', '1', '--trace', '--json')).stdout)
    expect([seed, input.kind, job.rules[0].verdict]).toEqual([1, 'full', true])
    expect(trace.length).toBeGreaterThan(10)
  })
})

describe('simulate', { timeout: 60_000 }, () => {
  it('goes on without an agent that cannot be loaded, says so, and exits with 1', async () => {
    const { stdout, stderr, exitCode } = await run('--file', 'unloadable.yaml', '--workflow', 'tidy', '--seeds', '5')
    expect(stdout).toMatch(/^workflow tidy: 5 jobs, /)
    expect(stdout).toMatch(
      /^error Agent b cannot be loaded from agents\/keyless\.ts: Error: no key .*AGENT_LOAD_FAILED/m,
    )
    expect(stderr).toContain('next troupe simulate --file unloadable.yaml --workflow tidy ')
    expect(exitCode).toBe(1)
  })

  it('shows the findings of an invalid file and exits with 2', async () => {
    const { stdout, stderr, exitCode } = await run('--file', 'broken.yaml')
    expect(stderr).toContain('error MANIFEST_INVALID: File broken.yaml is not valid, errors: 1')
    expect([stdout, exitCode]).toEqual(['', 2])
  })

  it.each([
    [['--seeds', '0'], 2, 'CLI_OPTION_INVALID: Option --seeds is 0; it must be 1 to 1000000'],
    [['--trace'], 2, 'CLI_USAGE: Option --trace needs a seed'],
    [['--workflow', 'nightly'], 3, 'WORKFLOW_NOT_FOUND: Workflow nightly does not exist'],
  ])('refuses %j', async (args, expected, message) => {
    const { stdout, stderr, exitCode } = await run(...args)
    expect(stderr).toMatch(/^error /)
    expect(stderr).toContain(message)
    expect([stdout, exitCode]).toEqual(['', expected])
  })
})
