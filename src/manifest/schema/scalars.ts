import * as z from 'zod'
import { parseDurationMs } from '../../core/duration.ts'
import { parseSizeBytes } from '../../core/size.ts'

export const projectName = named(/^[a-z][a-z0-9-]{1,30}$/, '2 to 31 lower-case letters, digits or -, a letter first')
export const agentName = named(/^[a-z][a-z0-9_]{0,39}$/, '1 to 40 lower-case letters, digits or _, a letter first')
export const stepName = named(/^[a-z][a-z0-9_-]{0,39}$/, '1 to 40 lower-case letters, digits, _ or -, a letter first')
/**
 * Part of the stack's and the functions' names: without `-`, so that no two projects and stages share one; and not `agent`,
 * which stands before the agents' names, where IAM looks for it.
 */
export const stageName = named(
  /^(?!agent$)[a-z][a-z0-9]{0,15}$/,
  '1 to 16 lower-case letters or digits, a letter first, and not agent',
)
/** Also of schedules and webhooks. */
export const workflowName = named(
  /^[a-z][a-z0-9_-]{0,39}$/,
  '1 to 40 lower-case letters, digits, _ or -, a letter first',
)
export const resultName = named(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, '1 to 64 letters, digits or _, no digit first')
export const exportName = named(/^[A-Za-z_$][\w$]{0,99}$/, 'the name of something that TypeScript code exports')
export const environmentName = named(/^[A-Za-z][A-Za-z0-9_]{0,127}$/, 'letters, digits or _, a letter first')
export const errorCodeName = named(/^[A-Z][A-Z0-9_]{1,63}$/, 'capital letters, digits or _, a letter first')
export const regionName = named(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region such as us-east-1')
export const accountId = named(/^\d{12}$/, 'the 12 digits of an AWS account')
/** A stage, an account and a region come behind it; a bucket's name has at most 63 characters. */
export const bucketPrefix = named(/^[a-z0-9][a-z0-9-]{0,15}$/, '1 to 16 lower-case letters, digits or -, no - first')
export const codeFile = named(
  /^(?![/\\])(?!.*\.\.(?:\/|$))[\w./@-]+\.(?:ts|mts|js|mjs)$/,
  'a .ts or .js file inside the project',
)
export const shortText = z.string().min(1).max(200)

const second = 1_000
const minute = 60 * second
const day = 86_400 * second

/** An agent's or step's timeout: Lambda ends a call after 900 s. */
export const timeout = durationWithin(1, 15 * minute, 'more than 0 and at most 900 s')
/** A wait, an expiry, a deadline. */
export const longDuration = durationWithin(1, 365 * day, 'more than 0 and at most 365 d')
/** SQS hides a message for 12 h at most. */
export const visibility = durationWithin(1, 43_200_000, 'more than 0 and at most 12 h')
/** The table and the bucket forget by the day. */
export const retention = durationWithin(day, 365 * day, '1 d to 365 d')
export const pause = durationWithin(0, 7 * day, '0 to 7 d')

/** How long an answer of a model may be given again. */
export const answerLife = durationWithin(0, 30 * day, '0 to 30 d')

/** Lambda takes 128 to 10,240 MB. */
export const memory = z
  .union([z.number(), z.string()])
  .refine((value) => parseSizeBytes(value) !== undefined, { ...refusal('MANIFEST_SIZE'), abort: true })
  .refine(
    (value) => memoryMbOf(value) >= 128 && memoryMbOf(value) <= 10_240,
    refusal('MANIFEST_RANGE', '128 MB to 10240 MB'),
  )
  .meta({ description: 'A number is MB; text takes KB, MB or GB. 128 MB to 10240 MB.' })

export function memoryMbOf(written: number | string): number {
  return Math.round((parseSizeBytes(written) ?? 0) / 1_048_576)
}

function durationWithin(minMs: number, maxMs: number, limit: string) {
  return z
    .union([z.number(), z.string()])
    .refine((value) => parseDurationMs(value) !== undefined, { ...refusal('MANIFEST_DURATION'), abort: true })
    .refine((value) => within(parseDurationMs(value) ?? 0, minMs, maxMs), refusal('MANIFEST_RANGE', limit))
    .meta({ description: `A number is seconds; text takes 500ms 30s 5m 2h 7d. Must be ${limit}.` })
}

function within(value: number, min: number, max: number): boolean {
  return value >= min && value <= max
}

function named(pattern: RegExp, rule: string) {
  return z.string().regex(pattern, rule).meta({ description: rule })
}

/** What schema-findings.ts makes a finding of. */
export interface Refusal {
  readonly code: 'MANIFEST_DURATION' | 'MANIFEST_SIZE' | 'MANIFEST_RANGE'
  readonly limit: string
}

function refusal(code: Refusal['code'], limit = ''): { params: Record<string, string> } {
  return { params: { code, limit } }
}
