import { optional } from '../../core/compact-slot.ts'
import { isJsonObject, type JsonValue } from '../../core/json.ts'
import { type CompactUsage, compactUsage, expandUsage } from '../../core/model-usage.ts'
import type { Payload } from '../../core/payload.ts'
import type { AttemptKey, AttemptOutcome, AttemptResult } from '../../core/result.ts'
import type { StepError } from '../../core/step.ts'
import { binaryOf, type Item, needed, numberOf, textOf } from './attribute-values.ts'
import { openRecord, reading, sealRecord } from './sealed-record.ts'
import { attribute } from './table-schema.ts'

/** How an attempt ended, as the attributes a record adds to its claim. Throws the fault `STORE_TOO_LARGE`. */
export function sealOutcome(attempt: AttemptKey, outcome: AttemptOutcome): Uint8Array {
  const usage = outcome.usage === undefined ? undefined : compactUsage(outcome.usage)
  const json =
    outcome.status === 'completed'
      ? compactOutput(outcome.output, usage)
      : { ...outcome.error, ...optional('usage', usage) }
  return sealRecord(nameOf(attempt), { json: json as JsonValue, pool: new Uint8Array() })
}

/** With a text: a blob's key. With a list: the value. */
type CompactOutput = readonly [bytes: number, kept: string | readonly [JsonValue], usage?: CompactUsage]

function compactOutput(output: Payload, usage: CompactUsage | undefined): CompactOutput {
  const kept = 'json' in output ? ([output.json] as const) : output.blob
  return usage === undefined ? [output.bytes, kept] : [output.bytes, kept, usage]
}

/**
 * The result in an item; undefined for an item that only bears the mark of a cancelled job: nobody claimed it yet.
 * Throws the fault `STORE_RECORD_UNREADABLE`. Agents write these items, so nothing in them is taken on trust.
 */
export function readResultItem(attempt: AttemptKey, item: Item): AttemptResult | undefined {
  return reading(nameOf(attempt), () => {
    const owner = textOf(item, attribute.owner)
    if (owner === undefined) return undefined
    const { jobId, stepId, epoch, attempt: number, agent } = attempt
    const claim = {
      ...{ jobId, stepId, epoch, attempt: number, agent, owner },
      token: needed(textOf(item, attribute.token), attribute.token),
      startedAt: needed(numberOf(item, attribute.startedAt), attribute.startedAt),
    }
    const finishedAt = numberOf(item, attribute.finishedAt)
    return finishedAt === undefined
      ? { ...claim, status: 'running' }
      : { ...claim, ...readEnding(attempt, item), finishedAt }
  })
}

function readEnding(attempt: AttemptKey, item: Item): AttemptOutcome {
  const status = textOf(item, attribute.status)
  const { json } = openRecord(nameOf(attempt), needed(binaryOf(item, attribute.record), attribute.record))
  if (status === 'completed')
    return { status, output: readOutput(json), ...usageIn(Array.isArray(json) ? json[2] : undefined) }
  if (status === 'failed')
    return { status, error: readError(json), ...usageIn(isJsonObject(json) ? json.usage : undefined) }
  throw new TypeError(`it has the status ${status}`)
}

/** An attempt that asked no model has none. */
function usageIn(compact: JsonValue | undefined): Pick<AttemptOutcome, 'usage'> {
  return compact === undefined ? {} : { usage: expandUsage(compact) }
}

function readOutput(json: JsonValue): Payload {
  const [bytes, kept] = Array.isArray(json) ? json : []
  if (typeof bytes !== 'number') throw new TypeError('its output has no size')
  if (typeof kept === 'string') return { blob: kept, bytes }
  if (!Array.isArray(kept) || kept.length !== 1) throw new TypeError('its output has no value')
  return { json: kept[0], bytes }
}

function readError(json: JsonValue): StepError {
  const { code, message, retryable } = (json ?? {}) as Readonly<Record<string, JsonValue | undefined>>
  if (typeof code !== 'string' || typeof message !== 'string') throw new TypeError('its error has no code and message')
  return { code, message, ...(typeof retryable === 'boolean' ? { retryable } : {}) }
}

/** The attempt that a sort key `<stepId>#<epoch>#<attempt>` names. */
export function attemptOfSortKey(sk: string): Pick<AttemptKey, 'stepId' | 'epoch' | 'attempt'> | undefined {
  const match = /^(.*)#(\d+)#(\d+)$/s.exec(sk)
  if (match === null) return undefined
  return { stepId: match[1] ?? '', epoch: Number(match[2]), attempt: Number(match[3]) }
}

function nameOf({ jobId, stepId, epoch, attempt }: AttemptKey): string {
  return `Result of step ${stepId} of job ${jobId}, epoch ${epoch}, attempt ${attempt}`
}
