import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import type { AgentDefinition } from '../../core/definition.ts'
import { Fault } from '../../core/fault.ts'
import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { LoneEnd } from '../../dev/run-agent-alone.ts'
import { renderAgentTest } from './render-agent-test.ts'

/** A step as the runtime remembers it. */
export interface RecordedStep {
  readonly jobId: string
  readonly stepId: string
  readonly status: string
  readonly input: JsonValue
  readonly results: JsonObject
  readonly output?: JsonValue
  readonly error?: { readonly code: string; readonly message: string }
}

/** Where a step is kept, relative to agents.yaml. */
export interface FixtureFiles {
  readonly directory: string
  readonly fixture: string
  readonly test: string
}

/** The fixture lies beside the agent's code; the test under test/, where a project's tests are looked for. */
export function fixtureFiles(
  { directory }: { readonly directory: string },
  { name, entry }: AgentDefinition,
  { jobId, stepId }: RecordedStep,
): FixtureFiles {
  const id = `${jobId}-${stepId}`.replace(/[^\w.-]/g, '_')
  return {
    directory,
    fixture: posix.join(posix.dirname(entry), 'fixtures', `${id}.json`),
    test: posix.join('test', 'agents', name, `${id}.test.ts`),
  }
}

/** Throws `CLI_FILE_EXISTS`. */
export function refuseOverwriting({ directory, fixture, test }: FixtureFiles): void {
  const existing = [fixture, test].find((file) => existsSync(join(directory, file)))
  if (existing !== undefined) throw new Fault('CLI_FILE_EXISTS', { file: existing })
}

export interface Reproduction {
  readonly recorded: RecordedStep
  /** How the step ended here and now: what the test expects. */
  readonly execution: LoneEnd['execution']
}

/**
 * Writes the fixture and, when a test can tell, its test; answers the files written, relative to agents.yaml.
 * A test runs in the process of its runner: it cannot repeat a timeout, a crash or an end of memory.
 */
export function writeFixture(
  project: { readonly directory: string },
  agent: AgentDefinition,
  { recorded, execution }: Reproduction,
): string[] {
  const files = fixtureFiles(project, agent, recorded)
  const { name, entry, tools, inputSchema, outputSchema } = agent
  const declared = { name, entry, tools, ...(inputSchema && { inputSchema }), ...(outputSchema && { outputSchema }) }
  write(files, files.fixture, `${JSON.stringify({ declared, ...recorded }, undefined, 2)}\n`)
  if (execution.status === 'failed' && limits.has(execution.error.code)) return [files.fixture]
  const toolsFile = posix.join(posix.dirname(entry), `tools${posix.extname(entry)}`)
  const hasToolsFile = tools.length > 0 && existsSync(join(project.directory, toolsFile))
  write(files, files.test, renderAgentTest({ files, agent, recorded, execution, ...(hasToolsFile && { toolsFile }) }))
  return [files.fixture, files.test]
}

const limits = new Set(['STEP_TIMED_OUT', 'STEP_CRASHED', 'STEP_OUT_OF_MEMORY', 'AGENT_LOAD_FAILED'])

function write({ directory }: FixtureFiles, file: string, text: string): void {
  const path = join(directory, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
