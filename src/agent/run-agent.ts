import { Fault } from '../core/fault.ts'
import type { JsonValue } from '../core/json.ts'
import type { Execution } from '../ports/agent-executor.ts'
import type { AttemptCall } from '../ports/agent-invoker.ts'
import type { Log } from '../ports/log.ts'
import type { AgentHost } from './agent-host.ts'
import { agentMemory } from './agent-memory.ts'
import { agentModel } from './agent-model.ts'
import { agentStorage } from './agent-storage.ts'
import type { AgentContext, AgentLog } from './context.ts'
import { executionOfThrown, failedBy } from './execution-of-thrown.ts'
import type { LoadedAgent, NamedSchema } from './load-agent.ts'
import { NotJson, toJson } from './output-json.ts'
import { describeIssues } from './schema-issues.ts'

/**
 * Runs one attempt: checks the input, calls `run`, checks the output. Never throws: every end is an execution.
 *
 * | ends as | retried |
 * |---|---|
 * | `STEP_INPUT_INVALID` | no: the same input would not match again |
 * | `STEP_OUTPUT_INVALID` | by the policy: what an agent returns may differ |
 * | `STEP_OUTPUT_UNSERIALISABLE` | no: it lies in the code |
 * | the author's own code, by `retryable` or `fatal` | as it says |
 * | the code of a fault, such as `BLOB_MISSING` or `STEP_TIMED_OUT` | by the policy, always when the fault is retryable |
 * | `STEP_FAILED` | by the policy |
 */
export async function runAgent(agent: LoadedAgent, call: AttemptCall, host: AgentHost): Promise<Execution> {
  try {
    const input = await checkedInput(agent, call.input)
    const returned = await agent.run(contextOf({ agent, call, host, input }))
    return await checkedOutput(agent, returned)
  } catch (thrown) {
    return executionOfThrown(thrown, host)
  }
}

async function checkedInput(agent: LoadedAgent, input: JsonValue): Promise<unknown> {
  const checked = await applySchemas(agent.inputSchemas, input)
  if (checked.ok) return checked.value
  throw new Fault('STEP_INPUT_INVALID', { agent: agent.name, problem: checked.problem })
}

async function checkedOutput(agent: LoadedAgent, returned: unknown): Promise<Execution> {
  const checked = await applySchemas(agent.outputSchemas, returned)
  if (!checked.ok) {
    const args = { agent: agent.name, schema: checked.schema, problem: checked.problem }
    return failedBy(new Fault('STEP_OUTPUT_INVALID', args))
  }
  try {
    return { status: 'completed', output: toJson(checked.value) }
  } catch (thrown) {
    if (!(thrown instanceof NotJson)) throw thrown
    return failedBy(new Fault('STEP_OUTPUT_UNSERIALISABLE', { agent: agent.name, problem: thrown.message }), false)
  }
}

type Checked =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly schema: string; readonly problem: string }

async function applySchemas(schemas: readonly NamedSchema[], start: unknown): Promise<Checked> {
  let value = start
  for (const { name, schema } of schemas) {
    const parsed = await schema.safeParseAsync(value)
    if (!parsed.success) return { ok: false, schema: name, problem: describeIssues(parsed.error.issues) }
    value = parsed.data
  }
  return { ok: true, value }
}

interface Attempt {
  readonly agent: LoadedAgent
  readonly call: AttemptCall
  readonly host: AgentHost
  readonly input: unknown
}

function contextOf({ agent, call, host, input }: Attempt): AgentContext<unknown> {
  return {
    input,
    results: call.results,
    job: { jobId: call.jobId, workflow: call.workflow, labels: call.labels, tenant: call.tenant },
    attempt: { number: call.attempt, token: call.token, deadline: host.deadline },
    signal: host.signal,
    log: agentLog(host.log),
    progress: (fraction, text) => host.progress(clamp(fraction), text),
    storage: agentStorage(host.blobs, call),
    memory: agentMemory({ agent, call, host }),
    tools: agent.tools,
    model: agentModel({ agent, call, host }),
  }
}

function agentLog(log: Log): AgentLog {
  return {
    debug: (message, fields) => log('debug', message, fields),
    info: (message, fields) => log('info', message, fields),
    warn: (message, fields) => log('warn', message, fields),
    error: (message, fields) => log('error', message, fields),
  }
}

function clamp(fraction: number): number {
  return Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction)) : 0
}
