/**
 * A job in few bytes, exactly: every save pays for the size of the job's item.
 *
 * 1. `expandJob(jobId, compactJob(job))` equals the job, whatever values it holds.
 * 2. Names are short, steps and rules stand by position; instants are distances from `createdAt`, needs are distances in
 *    the plan; what most jobs do not have, or have by default, is left out; hashes and tokens stand as bytes in a pool.
 * 3. Names, positions and defaults are format 1, for ever: a change is a new format, and both stay readable.
 *
 * The id is left to the key under which the job is stored. Compressing, sealing and checking are the stores' part.
 */
import { createPoolReader, createPoolWriter, type PoolSlot } from './byte-pool.ts'
import { compactPlan, expandPlan } from './compact-plan.ts'
import { type CompactRule, compactRule, expandRule } from './compact-rule.ts'
import { optional } from './compact-slot.ts'
import type { CompactStep } from './compact-step.ts'
import type { EpochRecord, Job, JobError, Priority } from './job.ts'
import type { JsonValue } from './json.ts'
import type { Payload } from './payload.ts'
import { jobStatuses } from './status.ts'

/** A job whose input may be kept elsewhere: then only its size is in the record. */
export type JobRecord = Omit<Job, 'input'> & { readonly input: Payload | { readonly bytes: number } }

export interface CompactJob {
  /** Plain JSON. */
  readonly fields: JobFields
  /** Hashes and tokens, in the order of their places in the fields. */
  readonly bytes: Uint8Array
}

/** Instants are distances from `ca`, except where it says otherwise. */
export interface JobFields {
  /** tenant; absent: `default`, and so for the workflow */
  readonly te?: string
  readonly wf?: string
  /** definitionHash, payloadHash */
  readonly dh: PoolSlot
  readonly ph: PoolSlot
  readonly in: CompactInput
  /** labels: name, value, name, value ... */
  readonly la?: readonly string[]
  /** createdAt, updatedAt */
  readonly ca: number
  readonly ua: number
  /** version, epoch; absent: 1 */
  readonly ve?: number
  readonly ep?: number
  /** status; absent: pending */
  readonly st?: number
  /** stepsStarted, rules, steps; absent: none */
  readonly ns?: number
  readonly ru?: readonly CompactRule[]
  readonly sp?: readonly CompactStep[]
  /** wakeAt, startedAt, finishedAt */
  readonly wa?: number
  readonly sa?: number
  readonly fa?: number
  /** deadlineMs, and deadlineAt from createdAt + deadlineMs */
  readonly dm?: number
  readonly da?: number
  /** priority; absent: normal */
  readonly pr?: Priority
  /** startAt, cancelRequestedAt, pausedAt */
  readonly nb?: number
  readonly cr?: number
  readonly pa?: number
  readonly re?: string
  readonly er?: JobError
  readonly ee?: readonly EpochRecord[]
}

/** Its size alone: it is kept elsewhere. With a text: a blob's key. With a list: the value. */
type CompactInput = readonly [bytes: number, kept?: string | readonly [JsonValue]]

export function compactJob(job: JobRecord): CompactJob {
  const pool = createPoolWriter()
  const { tenant, workflow, labels, createdAt, version, epoch, status, stepsStarted, rules, priority } = job
  const since = (at: number | undefined): number | undefined => (at === undefined ? undefined : at - createdAt)
  const fields = {} as Writable<JobFields>
  // Into the one object, and not as objects to be joined: every save comes by here. An absent value is left out.
  const put = <K extends keyof JobFields>(key: K, value: JobFields[K] | undefined, usual?: JobFields[K]): void => {
    if (value !== undefined && value !== usual) fields[key] = value as JobFields[K]
  }
  put('te', tenant, 'default')
  put('wf', workflow, 'default')
  put('dh', pool.put(job.definitionHash, 'hash'))
  put('ph', pool.put(job.payloadHash, 'hash'))
  put('in', compactInput(job.input))
  put('la', unlessEmpty(Object.entries(labels).flat()))
  put('ca', createdAt)
  put('ua', job.updatedAt - createdAt)
  put('ve', version, 1)
  put('ep', epoch, 1)
  put('st', jobStatuses.indexOf(status), 0)
  put('ns', stepsStarted, 0)
  put('ru', unlessEmpty(rules.map((rule) => compactRule(rule, createdAt))))
  put('sp', unlessEmpty(compactPlan(job, pool)))
  put('wa', since(job.wakeAt))
  put('sa', since(job.startedAt))
  put('fa', since(job.finishedAt))
  put('dm', job.deadlineMs)
  put('da', since(job.deadlineAt))
  put('pr', priority, 'normal')
  put('nb', since(job.startAt))
  put('cr', since(job.cancelRequestedAt))
  put('pa', since(job.pausedAt))
  put('re', job.rerunOf)
  put('er', job.error)
  put('ee', unlessEmpty(job.earlierEpochs))
  return { fields, bytes: pool.bytes() }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

function unlessEmpty<T extends readonly unknown[]>(list: T): T | undefined {
  return list.length === 0 ? undefined : list
}

function compactInput(input: JobRecord['input']): CompactInput {
  if ('json' in input) return [input.bytes, [input.json]]
  return 'blob' in input ? [input.bytes, input.blob] : [input.bytes]
}

/** Throws for what `compactJob` did not make; what it throws is left open. */
export function expandJob(jobId: string, { fields, bytes }: CompactJob): JobRecord {
  const pool = createPoolReader(bytes)
  const { ca: createdAt, ep: epoch = 1, ru: rules = [] } = fields
  const at = (distance: number | undefined): number | undefined =>
    distance === undefined ? undefined : createdAt + distance
  return {
    format: 1,
    jobId,
    tenant: fields.te ?? 'default',
    workflow: fields.wf ?? 'default',
    definitionHash: pool.take(fields.dh, 'hash') ?? '',
    payloadHash: pool.take(fields.ph, 'hash') ?? '',
    status: jobStatuses[fields.st ?? 0] ?? 'pending',
    version: fields.ve ?? 1,
    epoch,
    input: expandInput(fields.in),
    labels: expandLabels(fields.la ?? []),
    priority: fields.pr ?? 'normal',
    createdAt,
    updatedAt: createdAt + fields.ua,
    stepsStarted: fields.ns ?? 0,
    rules: rules.map((rule) => expandRule(rule, createdAt)),
    steps: expandPlan(fields.sp ?? [], { createdAt, epoch, pool }),
    ...optional('wakeAt', at(fields.wa)),
    ...optional('startedAt', at(fields.sa)),
    ...optional('finishedAt', at(fields.fa)),
    ...optional('deadlineMs', fields.dm),
    ...optional('deadlineAt', at(fields.da)),
    ...optional('startAt', at(fields.nb)),
    ...optional('cancelRequestedAt', at(fields.cr)),
    ...optional('pausedAt', at(fields.pa)),
    ...optional('rerunOf', fields.re),
    ...optional('error', fields.er),
    earlierEpochs: fields.ee ?? [],
  }
}

function expandInput([bytes, kept]: CompactInput): JobRecord['input'] {
  if (kept === undefined) return { bytes }
  return typeof kept === 'string' ? { blob: kept, bytes } : { json: kept[0], bytes }
}

function expandLabels(flat: readonly string[]): Record<string, string> {
  const names = flat.filter((_, index) => index % 2 === 0)
  // Not by assignment: a label may be called `__proto__`.
  return Object.fromEntries(names.map((name, index) => [name, flat[index * 2 + 1] ?? '']))
}
