import { createHash } from 'node:crypto'
import { crc32, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recordDictionary } from '../../../src/adapters/aws/record-dictionary.ts'
import { openRecord, sealRecord } from '../../../src/adapters/aws/sealed-record.ts'
import { type CompactJob, compactJob, expandJob } from '../../../src/core/compact-job.ts'
import type { JsonValue } from '../../../src/core/json.ts'
import { aJob, aStep, builtAt } from '../../builders.ts'
import { anyJob } from '../../core/any-job.ts'

const unreadable = (problem: string) =>
  expect.objectContaining({
    code: 'STORE_RECORD_UNREADABLE',
    retryable: false,
    message: `Job job1 cannot be read from the store: ${problem}`,
  })

describe('a sealed record', () => {
  it('opens to what was sealed, for any job', () => {
    fc.assert(
      fc.property(anyJob, (job) => {
        const { fields, bytes } = compactJob(job)
        const { json, pool } = openRecord('it', sealRecord('it', { json: fields as never, pool: bytes }))
        expect(expandJob(job.jobId, { fields: json as never, bytes: pool })).toStrictEqual(job)
      }),
    )
  })

  it('is known to be damaged whichever of its bytes is changed, or wherever it is cut', () => {
    const sealed = sealedJob()
    for (let at = 1; at < sealed.length; at++) {
      const changed = Uint8Array.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 0x10
      expect(faultOf(changed)).toEqual(unreadable('its bytes are damaged'))
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(faultOf(sealed.subarray(0, length))).toEqual(unreadable('its bytes are damaged'))
    }
  })

  it('says so when it is of a newer format, and only then', () => {
    const newer = Uint8Array.from(sealedJob())
    newer[0] = 2
    expect(faultOf(newer)).toEqual(unreadable('it has format 2; this version reads up to 1'))
    newer[0] = 0
    expect(faultOf(newer)).toEqual(unreadable('its bytes are damaged'))
  })

  it('never unpacks more than 16 MB, however little it is', () => {
    const bomb = deflateRawSync(Buffer.alloc(100_000_000, '7'), { level: 9, dictionary: recordDictionary })
    expect(bomb.length).toBeLessThan(150_000)
    expect(faultOf(sealedBody(bomb))).toEqual(unreadable('its bytes are not a compressed record'))
  })

  it('may hold what is not JSON only by mistake, and says so', () => {
    const text = deflateRawSync('{"half":', { dictionary: recordDictionary })
    expect(faultOf(sealedBody(text))).toEqual(unreadable('its bytes are not a compressed record'))
    expect(faultOf(sealedBody(Buffer.from('not compressed')))).toEqual(
      unreadable('its bytes are not a compressed record'),
    )
  })
})

describe('format 1', () => {
  it('still opens what was sealed when it was made', () => {
    const { json, pool } = openRecord('it', Buffer.from(firstSealed, 'base64'))
    const fields = json as unknown as CompactJob['fields']
    expect(expandJob('job1', { fields, bytes: pool })).toStrictEqual(firstJob)
  })

  it('keeps its dictionary to the letter', () => {
    expect(createHash('sha256').update(recordDictionary).digest('hex')).toBe(firstDictionary)
  })
})

/** Has a part of everything. Neither it nor its bytes may ever change here: they stand for the records in people's tables. */
const firstJob = aJob({
  tenant: 'acme',
  workflow: 'nightly',
  definitionHash: 'ab'.repeat(32),
  payloadHash: '0123456789abcdef'.repeat(4),
  status: 'running',
  version: 9,
  epoch: 2,
  input: { json: { analysis_type: 'full' }, bytes: 24 },
  labels: { team: 'sales' },
  priority: 'high',
  updatedAt: builtAt + 9_000,
  startedAt: builtAt + 120,
  deadlineMs: 600_000,
  deadlineAt: builtAt + 600_000,
  wakeAt: builtAt + 60_000,
  stepsStarted: 2,
  rules: [
    { verdict: true, decidedAt: builtAt + 120, read: [['input.analysis_type', 'full']], missing: [], planned: true },
    { verdict: null },
  ],
  steps: [
    aStep({
      attempt: 1,
      status: 'completed',
      startedAt: builtAt + 120,
      finishedAt: builtAt + 4_000,
      result: { agent: 'cleaner', epoch: 2, attempt: 1, bytes: 812 },
    }),
    aStep({
      stepId: 'trend',
      needs: ['cleaner'],
      attempt: 2,
      status: 'running',
      failures: 1,
      token: Buffer.alloc(24, 5).toString('base64url'),
      startedAt: builtAt + 4_020,
      leaseUntil: builtAt + 94_020,
      error: { code: 'STEP_FAILED', message: 'fetch failed' },
    }),
    aStep({ stepId: 'wait', kind: 'wait', needs: ['cleaner', 'trend'], join: 'all' }),
  ],
  earlierEpochs: [{ epoch: 1, status: 'cancelled', finishedAt: builtAt + 60 }],
})

const firstDictionary = '2bc8d2f60ef71e2ec163f786583225f63c2d667c6bfbc2bbeea3daf14d80aa57'
const firstSealed =
  'AdjTfRkAAFirq6urq6urq6urq6urq6urq6urq6urq6urq6urq6urqwEjRWeJq83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vBQUF' +
  'BQUFBQUFBQUFBQUFBQUFBQUFBQUFfZXBCoMwEET/xfMeklUkfkwpxWor2B4aoRTJv5fZjSaKbXIJItnwZpiZNfku7QOGfvcw7nC7' +
  'T+OnoKMbuMIVIpYf/DmaqYcrBI7yEEPhRWPnIYCONGnp9EZOYNcg0PcIeUXIJoO4HU46HGAT1uihQoAKPrZUOmfJ2RLwplf3vCpd' +
  'S0yVYSv/4kX4FEWgg2A+CJhNlgRRTkolEzffc9Y7pJ0Tz+gpKaewiFtn2rL5beVkXvrTX+2aMbsKS9rUJpzCFw=='

function sealedJob(): Uint8Array {
  const { fields, bytes } = compactJob(aJob({ definitionHash: 'ab'.repeat(32), steps: [aStep()] }))
  return sealRecord('Job job1', { json: fields as unknown as JsonValue, pool: bytes })
}

/** A record with the right head around any compressed bytes. */
function sealedBody(body: Uint8Array): Uint8Array {
  return withChecksum(Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]), body]))
}

function withChecksum(bytes: Buffer): Buffer {
  bytes.writeUInt32BE(crc32(bytes.subarray(5)), 1)
  return bytes
}

function faultOf(sealed: Uint8Array): unknown {
  try {
    return openRecord('Job job1', sealed)
  } catch (thrown) {
    return thrown
  }
}
