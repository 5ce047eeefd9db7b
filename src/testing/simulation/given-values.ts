/** P6: a step is given the results that its job points to, under their own names, and of what it needs only. */
import type { Job } from '../../core/job.ts'
import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { Step } from '../../core/step.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import { type Broken, broken } from './invariants/change.ts'

/** Knows the outputs of `steadyBehaviour` and `moodyBehaviour`, which say where they come from. */
export function* checkGiven(call: AttemptCall, job: Job | undefined): Generator<Broken> {
  const step = job?.steps.find(({ stepId }) => stepId === call.stepId)
  if (job === undefined || step === undefined || job.epoch !== call.epoch || step.attempt !== call.attempt) return
  for (const [name, output] of Object.entries(call.results)) {
    const text = wrongIn(job, step, { name, output })
    if (text !== undefined) yield broken('P6', `${call.stepId} is given ${text}`)
  }
}

function wrongIn(job: Job, step: Step, { name, output }: { name: string; output: JsonValue }): string | undefined {
  const origin = originOf(output)
  const source = job.steps.find(({ stepId }) => stepId === origin?.from)
  if (origin === undefined || source === undefined) return `a result of nobody as ${name}`
  const { result, stepId } = source
  const isCounted = result?.epoch === origin.epoch && result.attempt === origin.attempt
  if (!isCounted) return `a result of ${stepId} that its job does not point to`
  if (!isNeed(step, source)) return `the result of ${stepId}, which it does not need`
  const isName = job.steps.some((other) => other.stepId === name && isNeed(step, other))
  const isOwn = stepId === name || stepId.startsWith(`${name}-`)
  return isName && !isOwn ? `${stepId} as ${name}` : undefined
}

/** As docs/engine.md says it: what it needs directly, or, for the first steps of a rule, every step of the rules before. */
function isNeed(step: Step, other: Step): boolean {
  return step.needs.includes(other.stepId) || (step.needs.length === 0 && other.rule < step.rule)
}

function originOf(output: JsonValue): { from: string; epoch: number; attempt: number } | undefined {
  if (typeof output !== 'object' || output === null || Array.isArray(output)) return undefined
  const { from, epoch, attempt } = output as JsonObject
  if (typeof from !== 'string' || typeof epoch !== 'number' || typeof attempt !== 'number') return undefined
  return { from, epoch, attempt }
}
