import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTroupe, troupe } from '../troupe-process.ts'
import { aProject, type Project } from './a-project.ts'

let project: Project

beforeAll(() => {
  project = aProject()
  project.write('agents/broken/agent.ts', 'throw new Error("no such table")\n')
  project.write(
    'ill.yaml',
    `# yaml-language-server: $schema=none.json
project: { name: ill }
agents:
  broken: { runtime: { environment: [TROUPE_TEST_UNSET] } }
  first: { capabilities: { structured_output: true, output_schema: Missing } }
`,
  )
})
afterAll(() => project.remove())

// Port 0 is always free: a runtime of somebody else must not fail the test.
const doctor = ['doctor', '--port', '0']
const run = (...args: string[]) => troupe([...doctor, ...args], { cwd: project.directory })

describe('doctor', () => {
  it('exits with 0 on a sound project', async () => {
    const { stdout, stderr, exitCode } = await startTroupe(doctor, { cwd: project.directory }).ended
    expect(stdout).toMatch(/^ok {6}Node version: 24\./m)
    expect(stdout).toMatch(/^\d+ checks: 0 failed, /m)
    expect(stderr).toContain('next troupe dev')
    expect(exitCode).toBe(0)
  })

  it('says what was wanted, what was found and the repair, and exits with 1', async () => {
    const { stdout, exitCode } = await run('--file', 'ill.yaml')
    expect(stdout).toMatch(
      /^failed {2}code of agents\n {10}wanted .*\n {10}found {3}.*no such table.*\n {10}repair .*troupe test/m,
    )
    expect(stdout).toMatch(/^failed {2}schemas and tools\n.*\n.*the schema Missing/m)
    expect(stdout).toMatch(/^failed {2}environment variables\n.*\n.*TROUPE_TEST_UNSET/m)
    expect(stdout).toMatch(/^warning editor schema\n.*\n.*none\.json, which does not exist/m)
    expect(exitCode).toBe(1)
  })

  it('skips what needs a valid agents.yaml when there is none', async () => {
    const { stdout, exitCode } = await run('--file', 'none.yaml')
    expect(stdout).toMatch(/^failed {2}agents\.yaml\n.*\n.*there is no none\.yaml/m)
    expect(stdout).toMatch(/^skipped code of agents/m)
    expect(exitCode).toBe(1)
  })
})
