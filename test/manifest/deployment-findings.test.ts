import { describe, expect, it } from 'vitest'
import { shardSizes, shardsFor } from '../../src/manifest/agent-shard.ts'
import { agents, codes, load, project, unmark } from './marked.ts'

const base = project + agents

describe('the API of a deployment', () => {
  it.each([
    ['an API key on an HTTP API', `{ auth: «api-key» }`],
    ['a JWT on a REST API', `{ kind: rest, auth: «jwt», jwt: { issuer: "https://id.example.com", audience: [jobs] } }`],
    ['an API key on a function URL', `{ kind: function-url, auth: «api-key» }`],
    ['a throttled function URL', `{ kind: function-url, «throttle»: { rate: 5 } }`],
    ['a JWT of nobody', `{ auth: «jwt» }`],
    ['an issuer whose tokens nobody asks for', `{ «jwt»: { issuer: "https://id.example.com", audience: [jobs] } }`],
    ['clients without keys', `{ kind: rest, «clients»: [web] }`],
    ['limits of clients without keys', `{ kind: rest, «per_client»: { rate: 5 } }`],
  ])('cannot be %s', (_, api) => {
    const { text, span } = unmark(`${base}api: ${api}\n`)
    const { findings, definition } = load(text)
    expect(findings).toMatchObject([{ code: 'MANIFEST_CONFLICT', level: 'error', at: span }])
    expect(definition).toBeUndefined()
  })

  it.each([
    '{}',
    '{ kind: http, auth: iam, throttle: { rate: 1, burst: 2 } }',
    '{ auth: jwt, jwt: { issuer: "https://id.example.com", audience: [jobs] } }',
    '{ kind: rest }',
    '{ kind: rest, auth: api-key, clients: [web, batch], per_client: { rate: 5, burst: 10, per_day: 1000 } }',
    '{ kind: function-url }',
  ])('may be %s', (api) => {
    expect(load(`${base}api: ${api}\n`, { stage: 'dev' }).findings).toEqual([])
  })
})

describe('what AWS would refuse', () => {
  const longProject = 'project: { name: sales-analytics-of-all-shops }\n'
  const long = 'a'.repeat(20)
  const many = (count: number) => Array.from({ length: count }, (_, index) => `agent_${index}`)
  const fileOf = (names: readonly string[]) =>
    `${project}agents: { ${names.map((name) => `${name}: {}`).join(', ')} }\n`
  const big = `{ runtime: { environment: { A: "${'x'.repeat(4_000)}" } } }`

  it.each([
    [
      'a function name of more than 64 characters',
      'MANIFEST_FUNCTION_NAME',
      `${longProject}agents: { «${long}»: {} }\n`,
    ],
    ['an environment of more than 3 KB', 'MANIFEST_TOO_LARGE', `${project}agents: { «a»: ${big} }\n`],
    ['a stack with 101 agents', 'MANIFEST_SHARD_FULL', fileOf(many(101)).replace('agents', '«agents»')],
    [
      'a shard with more than 115 agents',
      'MANIFEST_SHARD_FULL',
      `${fileOf(many(300))}infrastructure: { shards: «2» }\n`,
    ],
    [
      'a database that is not built',
      'MANIFEST_NOT_BUILT',
      `${base}infrastructure: { database: { provider: «rds-postgres» } }\n`,
    ],
  ])('is an error for the stage that is deployed and a warning for a laptop: %s', (_, code, marked) => {
    const { text, span } = unmark(marked)
    expect(load(text).findings).toMatchObject([{ code, level: 'warning', at: span }])
    const { findings, definition } = load(text, { stage: 'dev' })
    expect(findings).toMatchObject([{ code, level: 'error', at: span }])
    expect(definition).toBeUndefined()
  })

  it('is nothing in a file that fits', () => {
    expect(load(fileOf(many(100)), { stage: 'dev' }).findings).toEqual([])
    expect(load(`${fileOf(many(400))}infrastructure: { shards: 4 }\n`, { stage: 'dev' }).findings).toEqual([])
  })

  it('is judged by the longest name of a stage when none is deployed', () => {
    const name = 'a'.repeat(64 - 'troupe-sales-analytics-of-all-shops-dev-agent-'.length)
    const file = (stages: string) => `${longProject}${stages}agents: { ${name}: {} }\n`
    const production = file('stages: { production: {} }\n')
    expect(codes(load(file('')), 'warning')).toEqual([])
    expect(codes(load(production), 'warning')).toEqual(['MANIFEST_FUNCTION_NAME'])
    expect(codes(load(production, { stage: 'dev' }))).toEqual([])
  })

  it('comes with a number of shards that is enough', () => {
    const names = many(700)
    const { findings } = load(fileOf(names), { stage: 'dev' })
    const shards = findings[0]?.args.shards
    expect(shards).toBe(shardsFor(names))
    expect(Math.max(...shardSizes(names, Number(shards)))).toBeLessThanOrEqual(115)
  })
})

describe('settings that a deployment acts on', () => {
  it.each([
    ['MANIFEST_TYPE', 'database: { provider: dynamodb, config: { deletion_protection: «yes» } }'],
    ['MANIFEST_RANGE', 'queue: { provider: sqs, config: { max_receive_count: «0» } }'],
    ['MANIFEST_RANGE', 'queue: { provider: sqs, config: { max_concurrency: «1» } }'],
    ['MANIFEST_RANGE', 'queue: { provider: sqs, config: { visibility_timeout: «13h» } }'],
    ['MANIFEST_NAME', 'storage: { provider: s3, config: { bucket_prefix: «My_Bucket» } }'],
    ['MANIFEST_RANGE', 'shards: «17»'],
  ])('are refused out of their range (%s)', (code, part) => {
    const { text, span } = unmark(`${base}infrastructure: { ${part} }\n`)
    expect(load(text).findings).toMatchObject([{ code, level: 'error', at: span }])
  })

  it.each([
    ['MANIFEST_NAME', 'stages: { «my_stage»: {} }'],
    ['MANIFEST_NAME', 'stages: { «pre-prod»: {} }'],
    ['MANIFEST_NAME', 'stages: { «agent»: {} }'],
    ['MANIFEST_RANGE', 'stages: { prod: { retention: «12h» } }'],
    ['MANIFEST_UNKNOWN_KEY', 'stages: { prod: { «protect»: true } }'],
  ])('of a stage are refused when they are wrong (%s)', (code, stages) => {
    const { text, span } = unmark(`${base}${stages}\n`)
    expect(load(text).findings).toMatchObject([{ code, level: 'error', at: span }])
  })

  it('cannot come from a stage that is not there, and the finding lists those that are', () => {
    const { findings, deployment } = load(`${base}stages: { prod: {} }\n`, { stage: 'prd' })
    expect(findings).toMatchObject([{ code: 'MANIFEST_UNKNOWN_STAGE', args: { known: 'dev, prod', near: 'prod' } }])
    expect(deployment).toBeUndefined()
  })

  it.each(['database', 'queue'])('cannot take from an agent what every agent has: %s', (part) => {
    const { text, span } = unmark(`${project}agents: { a: { dependencies: { ${part}: «none» } } }\n`)
    expect(load(text).findings).toMatchObject([{ code: 'MANIFEST_NO_EFFECT', level: 'warning', at: span }])
  })

  it('cannot overwrite the variables of the platform', () => {
    const { text, span } = unmark(`${project}agents: { a: { runtime: { environment: { «TROUPE_TABLE»: x } } } }\n`)
    expect(load(text).findings).toMatchObject([
      { code: 'MANIFEST_VARIABLE_RESERVED', level: 'error', at: span, args: { owner: 'Troupe' } },
    ])
  })
})
