import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  ProvisionedThroughputExceededException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { dynamoFault } from '../../../src/adapters/aws/dynamodb-fault.ts'
import { Fault } from '../../../src/core/fault.ts'

const $metadata = {}

describe('the fault for an error of the DynamoDB client', () => {
  it.each<[string, boolean, unknown]>([
    ['throttling', true, new ProvisionedThroughputExceededException({ message: 'slow down', $metadata })],
    ['a missing table', true, new ResourceNotFoundException({ message: 'no table', $metadata })],
    ['a missing permission', true, exception('AccessDeniedException', 'not authorized')],
    ['an expired session', true, exception('ExpiredTokenException', 'expired')],
    ['a server error', true, exception('InternalServerError', '', 'server')],
    ['a broken connection', true, Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })],
    ['a timeout', true, Object.assign(new Error('no answer'), { name: 'TimeoutError' })],
    ['something that is not an error', true, 'broken'],
    [
      'a request that is not valid',
      false,
      exception('ValidationException', 'One or more parameter values were invalid'),
    ],
  ])('of %s is retryable: %s', (_what, retryable, thrown) => {
    const fault = dynamoFault('saveJob', thrown)
    expect(fault).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable, cause: thrown })
    expect(fault.message).toMatch(/^Store did not carry out saveJob: .+/)
  })

  it('names the error and what it said', () => {
    const thrown = new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata })
    expect(dynamoFault('saveJob', thrown).message).toBe(
      'Store did not carry out saveJob: ConditionalCheckFailedException: The conditional request failed',
    )
  })

  it('leaves a fault as it is', () => {
    const fault = new Fault('STORE_TOO_LARGE', { record: 'Job a', bytes: 2, max: 1 })
    expect(dynamoFault('saveJob', fault)).toBe(fault)
  })
})

function exception(name: string, message: string, $fault: 'client' | 'server' = 'client'): DynamoDBServiceException {
  return new DynamoDBServiceException({ name, message, $fault, $metadata })
}
