import type { AgentDefinition } from '../../core/definition.ts'
import { formatDurationMs } from '../../core/duration.ts'
import { type ErrorCode, errorCatalogue, hintOf } from '../../core/errors/catalogue.ts'
import { formatBytes } from '../../core/size.ts'
import { type LoneEnd, type LoneInput, runAgentAlone } from '../../dev/run-agent-alone.ts'
import { processEnvironment } from '../../env.ts'
import { agentNamed } from '../agent-named.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { readableJson } from '../jobs/readable-json.ts'
import { type CheckedProject, fileFlag, openValidProject, plural } from '../open-project.ts'
import { type Output, writeJson } from '../output.ts'
import { paint } from '../paint.ts'
import { inputFlag, readInput } from '../read-input.ts'
import { type Run, sayNext } from '../run-command.ts'
import { plainText } from '../terminal/display-width.ts'
import { agentVoice } from './agent-voice.ts'
import { fetchStep, type StepChoice } from './fetch-step.ts'
import { fixtureFiles, refuseOverwriting, writeFixture } from './fixture.ts'
import { readSample } from './read-sample.ts'

export interface TestOptions extends StepChoice {
  readonly input?: string
  readonly force?: true
}

/** Runs one attempt of one agent; exit code 1 when it fails. Throws `AGENT_NOT_FOUND` and what reading its input throws. */
export async function testAgent(run: Run, name: string, options: TestOptions): Promise<ExitCode | undefined> {
  const project = openValidProject(run)
  const agent = agentNamed(project, name)
  const recorded = options.fromJob === undefined ? undefined : await fetchStep(run, name, options)
  if (recorded !== undefined && options.force !== true) refuseOverwriting(fixtureFiles(project, agent, recorded))
  const given = recorded ?? (await givenInput(project, agent, options))
  const end = await runAttempt(run, { project, agent, given })
  if (run.signal.aborted) return undefined
  const written = recorded === undefined ? [] : writeFixture(project, agent, { recorded, execution: end.execution })
  showEnd(run.output, agent, end)
  for (const file of written) run.output.stderr.write(`wrote ${file}\n`)
  sayNext(run.output, nextOf(agent, end, { written, file: run.file, input: options.input }))
  return end.execution.status === 'completed' ? exitCodes.ok : exitCodes.failed
}

async function givenInput(project: CheckedProject, agent: AgentDefinition, options: TestOptions): Promise<LoneInput> {
  const sample = await readSample(project.directory, agent)
  return options.input === undefined ? sample : { ...sample, input: await readInput(options.input) }
}

interface Attempt {
  readonly project: CheckedProject
  readonly agent: AgentDefinition
  readonly given: LoneInput
}

async function runAttempt({ output, signal }: Run, { project, agent, given }: Attempt): Promise<LoneEnd> {
  const limits = `${formatDurationMs(agent.timeoutMs)}, ${formatBytes(agent.memoryMb * 1_048_576)}`
  output.stderr.write(`${agent.name}: ${agent.entry} in a thread with at most ${limits}\n`)
  const voice = agentVoice(output.stderr)
  const lone = { agent, projectDirectory: project.directory, env: processEnvironment(), log: voice.log }
  return await runAgentAlone(lone, given, { signal, progress: voice.progress })
}

function showEnd(output: Output, agent: AgentDefinition, { execution, elapsedMs, files }: LoneEnd): void {
  const { stdout, stderr } = output
  if (output.json) writeJson(output, { agent: agent.name, ...execution, elapsedMs: Math.round(elapsedMs), files })
  else if (execution.status === 'completed') stdout.write(`${readableJson(execution.output, stdout.isTerminal)}\n`)
  const time = formatDurationMs(elapsedMs)
  if (execution.status === 'completed') {
    const bytes = formatBytes(Buffer.byteLength(JSON.stringify(execution.output)))
    const kept = files.map(({ name, bytes }) => `${name} (${formatBytes(bytes)})`).join(', ')
    stderr.write(`${paint(stderr, 'green', 'completed')} in ${time}, output of ${bytes}\n`)
    if (files.length > 0) stderr.write(`${plural(files.length, 'file')}, not kept: ${plainText(kept)}\n`)
    return
  }
  const { code, message } = execution.error
  stderr.write(`${paint(stderr, ['red', 'bold'], 'failed')} after ${time}  ${code}: ${plainText(message)}\n`)
  const hint = hintFor(code, agent)
  if (hint !== undefined) stderr.write(`${paint(stderr, 'cyan', 'hint')} ${hint}\n`)
}

/** An author's own code has none; a hint that would send the reader here is left out. */
function hintFor(code: string, agent: AgentDefinition): string | undefined {
  if (!Object.hasOwn(errorCatalogue, code)) return undefined
  const hint = hintOf(code as ErrorCode, { agent: agent.name, entry: agent.entry })
  return hint?.includes('troupe test') === true ? undefined : hint
}

interface Leads {
  readonly written: readonly string[]
  readonly file: string
  readonly input: string | undefined
}

function nextOf(agent: AgentDefinition, end: LoneEnd, { written, file, input }: Leads): [string, string][] {
  const test = written.find((file) => file.endsWith('.test.ts'))
  if (test !== undefined) return [[`npx vitest run ${test}`, 'the test, without the runtime']]
  if (end.execution.status === 'failed')
    return [[`troupe test ${agent.name}${fileFlag(file)}${inputFlag(input)}`, `after a change of ${agent.entry}`]]
  return [[`troupe plan${fileFlag(file)} --input input.json`, 'whether an input leads to it']]
}
