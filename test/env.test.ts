import { describe, expect, it } from 'vitest'
import { environmentNames, readCloudEnv } from '../src/env.ts'

const told = {
  TROUPE_TABLE: 'jobs',
  TROUPE_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/0/facts',
  TROUPE_BUCKET: 'blobs',
  TROUPE_AGENT_PREFIX: 'troupe-shop-dev-agent-',
  TROUPE_STACK: 'troupe-shop-dev',
  AWS_REGION: 'eu-central-1',
  TROUPE_EVENT_BUS: 'troupe-shop-dev',
  TROUPE_LOG_LEVEL: 'debug',
  TROUPE_RETENTION_DAYS: '30',
}

describe('what a Lambda is told by its environment', () => {
  it('is read from the variables', () => {
    expect({ ...readCloudEnv(told) }).toEqual({
      table: 'jobs',
      queueUrl: 'https://sqs.us-east-1.amazonaws.com/0/facts',
      bucket: 'blobs',
      agentPrefix: 'troupe-shop-dev-agent-',
      stack: 'troupe-shop-dev',
      region: 'eu-central-1',
      eventBus: 'troupe-shop-dev',
      logLevel: 'debug',
      retentionDays: 30,
    })
  })

  it.each(['table', 'queueUrl', 'bucket', 'agentPrefix', 'stack', 'region', 'eventBus'] as const)(
    'is missed by name when %s is used, and not before',
    (part) => {
      const env = readCloudEnv({ ...told, [environmentNames[part]]: '' })
      const missing = { code: 'ENV_MISSING', args: { name: environmentNames[part] } }
      expect(() => env[part]).toThrow(expect.objectContaining(missing))
    },
  )

  it('has defaults for the log level and the retention', () => {
    const env = readCloudEnv({})
    expect(env.logLevel).toBe('info')
    expect(env.retentionDays).toBeUndefined()
  })

  it('is refused when a level or a number of days is none', () => {
    const invalid = expect.objectContaining({ code: 'ENV_INVALID' })
    expect(() => readCloudEnv({ TROUPE_LOG_LEVEL: 'loud' }).logLevel).toThrow(invalid)
    for (const days of ['0', '-1', '1.5', 'ten', '1e3', '999999'])
      expect(() => readCloudEnv({ TROUPE_RETENTION_DAYS: days }).retentionDays, days).toThrow(invalid)
  })
})
