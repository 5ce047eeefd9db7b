import { describe, expect, it } from 'vitest'
import { agents, codes, load, project, unmark } from './marked.ts'

const base = project + agents

const rows: readonly (readonly [title: string, code: string, marked: string])[] = [
  [
    'a database that is not built',
    'MANIFEST_NOT_BUILT',
    `${base}infrastructure: { database: { provider: «aurora-serverless-v2» } }\n`,
  ],
  [
    'a queue that is not built',
    'MANIFEST_NOT_BUILT',
    `${base}infrastructure: { queue: { provider: «eventbridge» } }\n`,
  ],
  ['a storage that is not built', 'MANIFEST_NOT_BUILT', `${base}infrastructure: { storage: { provider: «efs» } }\n`],
  [
    'a setting that no deployment reads',
    'MANIFEST_UNKNOWN_KEY',
    `${base}infrastructure: { queue: { provider: sqs, config: { «visibilty_timeout»: 900 } } }\n`,
  ],
  [
    'code keys of an orchestrator',
    'MANIFEST_NO_EFFECT',
    `${project}agents: { a: {}, o: { type: orchestrator, «retry»: { max_attempts: 2 } } }\n`,
  ],
  [
    'a schema of an orchestrator',
    'MANIFEST_NO_EFFECT',
    `${project}agents: { a: {}, o: { type: orchestrator, capabilities: { «output_schema»: X } } }\n`,
  ],
  [
    'a memory of an orchestrator',
    'MANIFEST_NO_EFFECT',
    `${project}agents: { a: {}, o: { type: orchestrator, dependencies: { «memory»: required } } }\n`,
  ],
  [
    'a variable that Lambda sets anyway',
    'MANIFEST_VARIABLE_RESERVED',
    `${project}agents: { a: { runtime: { environment: [«AWS_REGION»] } } }\n`,
  ],
  [
    'a code that is nearly one of ours',
    'MANIFEST_VALUE',
    `${project}agents: { a: { retry: { on: [MY_OWN, «STEP_CRASHD»] } } }\n`,
  ],
  [
    'an agent that no rule names',
    'MANIFEST_AGENT_UNUSED',
    `${project}agents: { a: {}, «b»: {} }\norchestration: { selection_rules: [{ agents: [a] }] }\n`,
  ],
  ['a budget below the longest plan', 'MANIFEST_BUDGET', `${base}orchestration: { budget: { steps: «2» } }\n`],
  [
    'else over an input that may be missing',
    'MANIFEST_INPUT_OPTIONAL',
    `${base}orchestration: { selection_rules: [{ condition: «"input.x == 1"», agents: [a], else: [b, c] }] }\n`,
  ],
  [
    'an input near a known one',
    'MANIFEST_INPUT_UNKNOWN',
    `${base}orchestration: { input_schema: { properties: { kind: {} } }, selection_rules: [{ condition: "«input.knd» == 1", agents: [a, b, c] }] }\n`,
  ],
]

describe('doubtful input', () => {
  it.each(rows)('%s is a warning at its place, and the file loads', (_, code, marked) => {
    const { text, span } = unmark(marked)
    const result = load(text)
    expect(result.findings).toMatchObject([{ code, level: 'warning', at: span }])
    expect(result.definition).toBeDefined()
  })

  it('is silent about what will work as it stands', () => {
    const text = `${base}infrastructure: { database: { provider: dynamodb, config: {} }, queue: { provider: sqs, config: { visibility_timeout: 900 } }, storage: { provider: s3, config: { bucket_prefix: x } } }
api: { kind: http, auth: iam, throttle: { rate: 50, burst: 100 } }
llm: { provider: bedrock, model: m, region: us-east-1, fallback_model: n }
stages: { prod: { account: "123456789012", region: us-east-1, retention: 90d, alarms: { email: ops@example.com } } }\n`
    expect(load(text).findings).toEqual([])
  })

  it('is silent about else when the schema requires what the condition reads', () => {
    const schema = '{ required: [job], properties: { job: { required: [kind] } } }'
    const file = (path: string) =>
      `${base}orchestration: { input_schema: ${schema}, selection_rules: [{ condition: "${path} == 1", agents: [a], else: [b, c] }] }\n`
    expect(codes(load(file('input.job.kind')), 'warning')).toEqual([])
    expect(codes(load(file('input.job.size')), 'warning')).toEqual(['MANIFEST_INPUT_OPTIONAL'])
  })

  it('counts fallbacks, maps and repeats as uses of an agent', () => {
    const text = `${project}agents: { a: { on_error: { fallback: b } }, b: { on_error: { fallback: c } }, c: {}, d: {} }
orchestration: { selection_rules: [{ agents: [a, { repeat: { agent: d, until: always, max: 2 } }] }] }\n`
    expect(codes(load(text), 'warning')).toEqual([])
  })
})
