import { describe, expect, it } from 'vitest'
import { writeAgentCall } from '../../../src/adapters/aws/agent-call.ts'
import { readFailureRecord } from '../../../src/adapters/aws/failure-record.ts'
import { createMemoryBlobStore } from '../../../src/adapters/memory/memory-blob-store.ts'
import { readFact } from '../../../src/engine/read-fact.ts'
import { aCall } from './a-call.ts'

const crashed = { kind: 'step.crashed', jobId: 'job1', stepId: 'cleaner-2', epoch: 2, attempt: 3 }
const id = 'RequestId: 8ba2c1f0-7a2e-4f0b-9f1e-0d6f5a7b9c11 Error:'

describe('a record of a failed invocation', () => {
  it.each<[string, string, object]>([
    [
      'timedOut',
      'a timeout',
      { errorType: 'Sandbox.Timedout', errorMessage: `${id} Task timed out after 3.00 seconds` },
    ],
    [
      'timedOut',
      'a timeout without a type',
      { errorMessage: '2026-01-02T03:04:05.678Z 8ba2 Task timed out after 3.00 seconds' },
    ],
    [
      'outOfMemory',
      'a full sandbox',
      { errorType: 'Runtime.OutOfMemory', errorMessage: `${id} Runtime exited with error: signal: killed` },
    ],
    [
      'outOfMemory',
      'a killed runtime',
      { errorType: 'Runtime.ExitError', errorMessage: `${id} Runtime exited with error: signal: killed` },
    ],
    [
      'outOfMemory',
      'a full heap',
      {
        errorType: 'Runtime.ExitError',
        errorMessage: `${id} Runtime exited with error: signal: aborted (core dumped)`,
      },
    ],
    [
      'crashed',
      'an exit',
      { errorType: 'Runtime.ExitError', errorMessage: `${id} Runtime exited with error: exit status 3` },
    ],
    [
      'crashed',
      'an exit with 0',
      { errorType: 'Runtime.ExitError', errorMessage: `${id} Runtime exited without providing a reason` },
    ],
    [
      'crashed',
      'a segmentation fault',
      { errorType: 'Runtime.ExitError', errorMessage: `${id} Runtime exited with error: signal: segmentation fault` },
    ],
    [
      'crashed',
      'an unhandled rejection',
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: lost' },
    ],
    [
      'crashed',
      'code that cannot be loaded',
      { errorType: 'Runtime.ImportModuleError', errorMessage: "Error: Cannot find module 'x'" },
    ],
    [
      'crashed',
      'a throw that speaks of a timeout',
      { errorType: 'Error', errorMessage: 'Task timed out after 1 try', trace: [] },
    ],
    ['crashed', 'an author’s error of an odd name', { errorType: 'constructor', errorMessage: 'signal: killed' }],
    [
      'interrupted',
      'a fault of the platform’s handler',
      { errorType: 'Fault', errorMessage: 'Store did not carry out a write' },
    ],
    ['crashed', 'no reason at all', {}],
  ])('tells as %s: %s', (reason, _what, responsePayload) => {
    expect(readFailureRecord(aRecord({ responsePayload }))).toMatchObject({ ...crashed, reason })
  })

  it('keeps type and text of the error in the message, up to 1,000 characters', () => {
    const long = { errorType: 'Runtime.ExitError', errorMessage: `exit status 3 ${'x'.repeat(5_000)}` }
    const fact = readFailureRecord(aRecord({ responsePayload: long }))
    expect(fact).toMatchObject({ message: `Runtime.ExitError: ${long.errorMessage}`.slice(0, 1_000) })
  })

  it('is a fact that the planner reads from its queue', () => {
    const fact = readFailureRecord(aRecord())
    expect(fact).toBeDefined()
    expect(readFact(JSON.parse(JSON.stringify(fact)))).toEqual(fact)
  })

  it('is read without the blob when its payload was a reference', async () => {
    const event = await writeAgentCall(aCall({ input: 'x'.repeat(200_000) }), createMemoryBlobStore())
    const requestPayload: unknown = JSON.parse(event)
    expect(requestPayload).toHaveProperty('callBlob')
    expect(readFailureRecord(aRecord({ requestPayload }))).toMatchObject({ ...crashed, reason: 'crashed' })
  })

  it('wakes the job when the event expired before its agent had a place', () => {
    const {
      responsePayload: _none,
      responseContext: _neither,
      ...expired
    } = aRecord({
      requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1, functionArn: 'arn' },
    })
    expect(readFailureRecord(expired)).toEqual({ kind: 'wake', jobId: 'job1' })
  })

  it('is a crash when the retries are used up, though Lambda tells nothing of the error', () => {
    const { responseContext: _none, responsePayload: _neither, ...bare } = aRecord()
    expect(readFailureRecord(bare)).toEqual({ ...crashed, reason: 'crashed' })
  })

  it('is a crash when the condition is new but the function failed', () => {
    const requestContext = { condition: 'SomethingNew', approximateInvokeCount: 1, functionArn: 'arn' }
    expect(readFailureRecord(aRecord({ requestContext }))).toMatchObject({ ...crashed, reason: 'crashed' })
  })

  it.each<[string, unknown]>([
    ['no object', 'text'],
    ['nothing', undefined],
    ['null', null],
    ['a fact', { kind: 'wake', jobId: 'job1' }],
    ['a record without its payload, which was too large', aRecord({ requestPayload: undefined })],
    ['a record of another event', aRecord({ requestPayload: { Records: [] } })],
    ['a record without an attempt', aRecord({ requestPayload: { ...aCall(), attempt: undefined } })],
    ['a record with an empty job id', aRecord({ requestPayload: { ...aCall(), jobId: '' } })],
    [
      'a record of a success',
      aRecord({ requestContext: { condition: 'Success' }, responseContext: { statusCode: 200 } }),
    ],
    ['a record without a context', aRecord({ requestContext: undefined })],
  ])('is none: %s', (_what, body) => {
    expect(readFailureRecord(body)).toBeUndefined()
  })
})

/** As Lambda writes it. */
function aRecord(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    version: '1.0',
    timestamp: '2026-01-02T03:04:05.678Z',
    requestContext: {
      requestId: '8ba2c1f0-7a2e-4f0b-9f1e-0d6f5a7b9c11',
      functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:troupe-test-agent-cleaner:$LATEST',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 1,
    },
    requestPayload: aCall(),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'Runtime.ExitError', errorMessage: `${id} Runtime exited with error: exit status 1` },
    ...changes,
  }
}
