import type { SQSRecord } from 'aws-lambda'
import { readFailureRecord } from '../adapters/aws/failure-record.ts'
import type { Fact } from '../core/fact.ts'
import { getOrInsert } from '../core/get-or-insert.ts'
import { readFact } from '../engine/read-fact.ts'
import type { Log } from '../ports/log.ts'

/** What a batch says of one job. */
export interface JobMessages {
  readonly jobId: string
  readonly facts: readonly Fact[]
  readonly messageIds: readonly string[]
  /** The most that one of them was handed out, this time included. */
  readonly receives: number
}

/**
 * The facts and failure records of a batch. A message that is neither is logged and left out, which acknowledges it: a
 * newer version may send facts of other kinds, and losing a hint costs time, never a job.
 */
export function messagesByJob(records: readonly SQSRecord[], log: Log): JobMessages[] {
  const jobs = new Map<string, { fact: Fact; record: SQSRecord }[]>()
  for (const record of records) {
    const value = parsed(record.body)
    const fact = readFact(value) ?? readFailureRecord(value)
    if (fact !== undefined) getOrInsert(jobs, fact.jobId, () => []).push({ fact, record })
    else log('warn', 'message is no fact and is dropped', { messageId: record.messageId, kind: kindOf(value) })
  }
  return [...jobs].map(([jobId, messages]) => ({
    jobId,
    facts: messages.map(({ fact }) => fact),
    messageIds: messages.map(({ record }) => record.messageId),
    receives: Math.max(...messages.map(({ record }) => Number(record.attributes.ApproximateReceiveCount))),
  }))
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** A message may hold anything, secrets too: of its content only what should be a kind is told. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'not JSON'
  if (typeof value !== 'object' || value === null || !('kind' in value)) return 'none'
  return typeof value.kind === 'string' ? value.kind.slice(0, 100) : 'none'
}
