import { describe, expect, it } from 'vitest'
import { agents, load, project } from './marked.ts'

const base = project + agents
const settings = (text: string, stage = 'dev') => load(text, { stage }).deployment

describe('the settings of a stage', () => {
  it('are complete for a file that says nothing of it', () => {
    expect(settings(base)).toEqual({
      stage: 'dev',
      protected: false,
      logRetentionDays: 7,
      tracing: false,
      api: { kind: 'http', auth: { kind: 'iam' }, throttle: { rate: 50, burst: 100 } },
      table: { pointInTimeRecovery: true, deletionProtection: false },
      queue: { minVisibilityMs: 0, maxReceiveCount: 5, maxConcurrency: 20 },
      events: false,
      files: { a: 'read-write', b: 'read-write', c: 'read-write' },
    })
  })

  it('are not made unless a stage is asked for', () => {
    expect(load(base).deployment).toBeUndefined()
  })

  it('protect every stage but dev, unless the file says otherwise', () => {
    const stages = 'stages: { prod: {}, trial: { protected: false }, dev: { protected: true } }\n'
    const isProtected = (stage: string) => settings(base + stages, stage)?.protected
    expect(['prod', 'trial', 'dev'].map(isProtected)).toEqual([true, false, true])
    expect(settings(base + stages, 'prod')).toMatchObject({
      logRetentionDays: 90,
      table: { deletionProtection: true },
    })
  })

  it('are what the file says', () => {
    const text = `${base}
stages:
  prod:
    account: "123456789012"
    region: eu-central-1
    retention: 36h
    log_retention: 14d
    tracing: true
    alarms: { email: ops@example.com }
infrastructure:
  database: { provider: dynamodb, config: { point_in_time_recovery: false, deletion_protection: false } }
  queue: { provider: sqs, config: { visibility_timeout: 15m, max_receive_count: 3, max_concurrency: 50 } }
  storage: { provider: s3, config: { bucket_prefix: files } }
  events: { provider: eventbridge }
  shards: 4\n`
    expect(settings(text, 'prod')).toMatchObject({
      account: '123456789012',
      region: 'eu-central-1',
      retentionDays: 2,
      logRetentionDays: 14,
      tracing: true,
      alarmEmail: 'ops@example.com',
      table: { pointInTimeRecovery: false, deletionProtection: false },
      queue: { minVisibilityMs: 900_000, maxReceiveCount: 3, maxConcurrency: 50 },
      bucketPrefix: 'files',
      events: true,
      shards: 4,
    })
  })

  it('name the API and who may use it', () => {
    const api = (written: string) => settings(`${base}api: ${written}\n`)?.api
    const throttle = { rate: 50, burst: 100 }
    expect(api('{ kind: function-url }')).toEqual({ kind: 'function-url', auth: { kind: 'iam' } })
    expect(api('{ auth: jwt, jwt: { issuer: "https://id.example.com", audience: [jobs] } }')).toEqual({
      kind: 'http',
      throttle,
      auth: { kind: 'jwt', issuer: 'https://id.example.com', audience: ['jobs'] },
    })
    expect(api('{ kind: rest, auth: api-key, throttle: { rate: 7 } }')).toEqual({
      kind: 'rest',
      throttle: { rate: 7, burst: 100 },
      auth: { kind: 'api-key', clients: ['default'], limits: {} },
    })
    expect(api('{ kind: rest, auth: api-key, clients: [web], per_client: { per_day: 9 } }')).toMatchObject({
      auth: { clients: ['web'], limits: { perDay: 9 } },
    })
  })

  it.each([
    ['none', 'none'],
    ['read', 'read'],
    ['read-only', 'read'],
    ['write', 'write'],
    ['read-write', 'read-write'],
    ['optional', 'read-write'],
    ['required', 'read-write'],
  ])('turn storage: %s into the files that an agent may use', (written, access) => {
    expect(settings(`${project}agents: { a: { dependencies: { storage: ${written} } } }\n`)?.files).toEqual({
      a: access,
    })
  })

  it('do not change the definition that jobs keep', () => {
    const hash = (stages: string) => load(base + stages, { stage: 'prod' }).definition?.hash
    expect(hash('stages: { prod: { tracing: true, alarms: { email: a@example.com } } }\n')).toBe(
      hash('stages: { prod: {} }\n'),
    )
  })
})
