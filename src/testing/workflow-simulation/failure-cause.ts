import type { PreparedWorkflow } from './prepared-workflow.ts'
import { codesOf, stubCodes } from './stub-agents.ts'
import type { FailureTally } from './tally.ts'

/**
 * What brought about an end of a job or step:
 *
 * | cause | is |
 * |---|---|
 * | agents | a stub agent that failed, as it was told to |
 * | accidents | what the simulation did to processes, messages and the store |
 * | delays | the time that both have taken |
 * | workflow | the file itself: its rules, mappings, budget |
 * | platform | nothing that a checked file, or its agents, could cause: a defect of the platform |
 */
export type FailureCause = 'agents' | 'accidents' | 'delays' | 'workflow' | 'platform'

export function causeOf(failure: FailureTally, prepared: PreparedWorkflow): FailureCause {
  const { code, byAccident } = failure
  const known = Object.hasOwn(causes, code) ? causes[code] : undefined
  if (known !== undefined) return known
  if (Object.keys(prepared.definition.agents).some((agent) => codesOf(prepared, agent).includes(code))) return 'agents'
  if (!mayBeBroken(failure)) return 'workflow'
  return byAccident === true ? 'accidents' : 'platform'
}

/** Whether it is an end that neither a checked workflow nor its agents can come to without an accident. */
export function mayBeBroken({ code }: Pick<FailureTally, 'code'>): boolean {
  return /^(INTERNAL|STORE_|BLOB_|DEFINITION_|QUEUE_|AGENT_)/.test(code)
}

const causes: Readonly<Record<string, FailureCause>> = {
  [stubCodes.failed]: 'agents',
  [stubCodes.fatal]: 'agents',
  STEP_CRASHED: 'agents',
  STEP_TIMED_OUT: 'agents',
  STEP_OUT_OF_MEMORY: 'agents',
  STEP_CRASH_LOOP: 'agents',
  STEP_LEASE_EXPIRED: 'accidents',
  JOB_DEADLINE_EXCEEDED: 'delays',
}
