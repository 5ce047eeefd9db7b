import * as z from 'zod'
import type { LookAt } from '../../adapters/models/bedrock-guardrail.ts'
import { untilAborted } from '../../adapters/models/until-aborted.ts'
import { formatDurationMs } from '../../core/duration.ts'
import { Fault } from '../../core/fault.ts'
import type { JsonObject, JsonValue } from '../../core/json.ts'
import { maskSecrets } from '../../core/mask-secrets.ts'
import type { ModelTool, ToolOutcome } from '../../ports/model-client.ts'
import { isAgentError } from '../agent-error.ts'
import { describeIssues } from '../schema-issues.ts'
import { guarded } from './guard.ts'
import type { Mask } from './personal-data.ts'
import type { Approve, LlmTool, ToolContext } from './tool.ts'

export interface ToolRun {
  readonly toolTimeMs: number
  readonly toolFailures: number
  /** What must not be seen by a model. */
  readonly secrets: readonly string[]
  /** Tools work with what is behind it. */
  readonly mask?: Mask | undefined
  /** Names that agents.yaml allows; undefined: all. */
  readonly allowed?: readonly string[] | undefined
  readonly approve?: Approve | undefined
  /** Looks at what a tool answered, masked, before the model does. */
  readonly lookAt?: LookAt | undefined
  readonly context: ToolContext
}

const schemas = new WeakMap<LlmTool, JsonObject>()

/** The tools as the loop wants them. Throws `MODEL_TOOL_INVALID`, `MODEL_TOOL_DENIED` and `MODEL_APPROVAL_MISSING`. */
export function modelTools(tools: readonly LlmTool[], run: ToolRun): ModelTool[] {
  const names = new Set<string>()
  const failures: Failures = { count: 0, run }
  return tools.map((tool) => {
    if (names.has(tool.name))
      throw new Fault('MODEL_TOOL_INVALID', { tool: tool.name, problem: 'another has its name' })
    names.add(tool.name)
    checkTool(tool, run)
    return {
      name: tool.name,
      description: tool.description,
      inputSchema: schemaOf(tool),
      async call(given, signal) {
        const { mask, lookAt } = run
        const input = mask === undefined ? given : (mask.unmaskAll(given) as JsonValue)
        const outcome = await callTool(tool, failures, { input, signal })
        const content = mask === undefined ? outcome.content : mask.maskAll(outcome.content)
        return await guarded({ ...outcome, content }, lookAt, signal)
      },
    }
  })
}

function checkTool({ name, needsApproval }: LlmTool, { allowed, approve }: ToolRun): void {
  if (allowed !== undefined && !allowed.includes(name)) {
    throw new Fault('MODEL_TOOL_DENIED', { tool: name, allowed: allowed.join(', ') })
  }
  if (needsApproval === true && approve === undefined) throw new Fault('MODEL_APPROVAL_MISSING', { tool: name })
}

function schemaOf(tool: LlmTool): JsonObject {
  const known = schemas.get(tool)
  if (known !== undefined) return known
  const invalid = (problem: string) => new Fault('MODEL_TOOL_INVALID', { tool: tool.name, problem })
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(tool.name)) throw invalid('its name is not one that models take')
  const schema = tool.inputSchema ?? (z.toJSONSchema(tool.input, { io: 'input', unrepresentable: 'any' }) as JsonObject)
  if (schema.type !== 'object') throw invalid('its input is no object')
  schemas.set(tool, schema)
  return schema
}

interface Failures {
  count: number
  readonly run: ToolRun
}

interface Asked {
  readonly input: JsonValue
  readonly signal: AbortSignal
}

async function callTool(tool: LlmTool, failures: Failures, { input, signal }: Asked): Promise<ToolOutcome> {
  const parsed = await tool.input.safeParseAsync(input)
  if (!parsed.success) return failed(tool, failures, `input does not match: ${describeIssues(parsed.error.issues)}`)
  const { toolTimeMs, context } = failures.run
  try {
    const refusal = await untilAborted(refusalOf(tool, failures.run, input), signal)
    if (refusal !== undefined) return { content: `Tool ${tool.name} was not called: ${refusal}`, failed: true }
    const returned = await inTime(toolTimeMs, signal, (own) => tool.run(parsed.data, own, context))
    return { content: JSON.parse(JSON.stringify(returned ?? null)) as JsonValue }
  } catch (thrown) {
    signal.throwIfAborted()
    if (isAgentError(thrown)) throw thrown
    return failed(tool, failures, lineOf(thrown, failures.run.secrets))
  }
}

async function refusalOf(tool: LlmTool, { approve }: ToolRun, input: JsonValue): Promise<string | undefined> {
  if (tool.needsApproval !== true) return undefined
  const answer = (await approve?.({ tool: tool.name, input })) ?? false
  if (answer === true) return undefined
  return typeof answer === 'string' ? answer : 'it was not approved'
}

/** Does not wait for a tool that goes on beyond its time, or beyond the run. */
async function inTime(timeMs: number, run: AbortSignal, work: (signal: AbortSignal) => unknown): Promise<unknown> {
  const own = new AbortController()
  const ended = Promise.withResolvers<never>()
  const end = (reason: unknown) => {
    own.abort(reason)
    ended.reject(reason)
  }
  const abort = () => end(run.reason)
  const timer = setTimeout(() => end(new Error(`it did not end within ${formatDurationMs(timeMs)}`)), timeMs)
  run.addEventListener('abort', abort, { once: true })
  try {
    run.throwIfAborted()
    return await Promise.race([work(own.signal), ended.promise])
  } finally {
    clearTimeout(timer)
    run.removeEventListener('abort', abort)
  }
}

function failed({ name }: LlmTool, failures: Failures, problem: string): ToolOutcome {
  failures.count += 1
  const { count, run } = failures
  if (count > run.toolFailures) throw new Fault('MODEL_TOOL_FAILED', { failures: count, tool: name, problem })
  return { content: `Tool ${name} failed: ${problem}`, failed: true }
}

function lineOf(thrown: unknown, secrets: readonly string[]): string {
  const text =
    thrown instanceof Error ? thrown.message || thrown.name : typeof thrown === 'string' ? thrown : 'it threw no error'
  const [line = ''] = text.trim().split(/\r?\n/, 1)
  return maskSecrets(line, secrets).slice(0, 200)
}
