import type { Definition } from '../core/definition.ts'
import type { Job } from '../core/job.ts'
import type { JsonValue } from '../core/json.ts'
import { answerTo, type Readings } from './conditions.ts'
import { openDraft } from './draft.ts'

export interface ConditionReadings {
  readonly read: Readings
  readonly missing: readonly string[]
}

/**
 * What a condition of the job's workflow reads of the job as it stands; undefined when it met a wrong type.
 * @param known `results`: outputs of the completed steps, by step id
 */
export function readingsOf(
  definition: Definition,
  job: Job,
  known: { readonly condition: string; readonly input: JsonValue; readonly results: ReadonlyMap<string, JsonValue> },
): ConditionReadings | undefined {
  const { condition, input, results } = known
  const draft = openDraft(definition, job, { now: job.updatedAt, input, results, random: () => 0, token: () => '' })
  const answer = answerTo(draft, condition)
  return answer.kind === 'value' ? answer : undefined
}
