import { describe, it } from 'vitest'
import { agent, base, expectError, project, rowsOf, rule } from './marked.ts'

const agentRows = rowsOf([
  [
    'two orchestrators',
    'MANIFEST_TWO_ORCHESTRATORS',
    `${project}agents: { a: {}, o: { type: orchestrator }, «p»: { type: orchestrator } }\n`,
  ],
  ['no worker', 'MANIFEST_NO_WORKER', `${project}«agents»: { o: { type: orchestrator } }\n`],
  ['triggers of a worker', 'MANIFEST_ONLY_ORCHESTRATOR', agent('runtime: { «triggers»: [sqs_queue] }')],
  ['an invoke tool of a worker', 'MANIFEST_ONLY_ORCHESTRATOR', agent('capabilities: { tools: [«invoke_a»] }')],
  [
    'an invoke tool for nobody',
    'MANIFEST_UNKNOWN_AGENT',
    agent('', ', abc: {}, o: { type: orchestrator, capabilities: { tools: [invoke_a, invoke_abc, «invoke_abd»] } }'),
    'Did you mean abc?',
  ],
  ['structured output without schema', 'MANIFEST_SCHEMA_NEEDED', agent('capabilities: { «structured_output»: true }')],
  ['a fallback to nobody', 'MANIFEST_UNKNOWN_AGENT', agent('on_error: { fallback: «nobody» }')],
  ['a fallback to itself', 'MANIFEST_FALLBACK', agent('on_error: { fallback: «a» }'), 'leads back to it: a -> a'],
  ['a fallback of all to one of them', 'MANIFEST_FALLBACK', `${base}defaults: { on_error: { fallback: «b» } }\n`],
  [
    'fallbacks in a circle',
    'MANIFEST_FALLBACK',
    `${project}agents: { a: { on_error: { fallback: «b» } }, b: { on_error: { fallback: a } } }\n`,
    'a -> b -> a',
  ],
  [
    'a fallback to the orchestrator',
    'MANIFEST_ORCHESTRATOR_STEP',
    agent('on_error: { fallback: «o» }', ', o: { type: orchestrator }'),
  ],
  [
    'a step that falls back to itself',
    'MANIFEST_FALLBACK',
    rule('{ agents: [{ agent: a, on_error: { fallback: «a» } }, b, c] }'),
  ],
  [
    'a first pause above the longest',
    'MANIFEST_CONFLICT',
    agent('retry: { initial: «10m» }'),
    'longer than its longest',
  ],
  [
    'an alias that is an agent',
    'MANIFEST_NAME_TAKEN',
    agent('outputs: { database_field: «b» }', ', b: {}'),
    'is also the agent b',
  ],
  [
    'an alias that two agents have',
    'MANIFEST_NAME_TAKEN',
    agent('outputs: { database_field: x }', ', b: { outputs: { database_field: «x» } }'),
    'is also that of agent a',
  ],
  [
    'an AWS key',
    'MANIFEST_SECRET',
    agent('runtime: { environment: { K: «AKIAABCDEFGHIJKLMNOP» } }'),
    'an AWS access key id',
  ],
  ['an API key', 'MANIFEST_SECRET', agent('runtime: { environment: { K: «sk-abcdefghijklmnopqrstuv» } }')],
  ['a private key', 'MANIFEST_SECRET', agent('runtime: { environment: { K: «"-----BEGIN RSA PRIVATE KEY-----"» } }')],
  [
    'a value under a secret name',
    'MANIFEST_SECRET',
    agent('runtime: { environment: { DB_PASSWORD: «hunter2» } }'),
    'environment: [DB_PASSWORD]',
  ],
  [
    'a secret in the defaults',
    'MANIFEST_SECRET',
    `${base}defaults: { runtime: { environment: { API_TOKEN: «abc» } } }\n`,
  ],
  [
    'a secret in a stage',
    'MANIFEST_SECRET',
    `${base}stages: { prod: { agents: { a: { runtime: { environment: { API_TOKEN: «abc» } } } } } }\n`,
  ],
  ['a variable of Lambda', 'MANIFEST_VARIABLE_RESERVED', agent('runtime: { environment: { «AWS_REGION»: x } }')],
  ['an unknown agent in a stage', 'MANIFEST_UNKNOWN_AGENT', `${base}stages: { prod: { agents: { «d»: {} } } }\n`],
])

const platform = rowsOf([
  ['an API key on an HTTP API', 'MANIFEST_CONFLICT', `${base}api: { kind: http, auth: «api-key» }\n`],
  ['a JWT on a REST API', 'MANIFEST_CONFLICT', `${base}api: { kind: rest, auth: «jwt» }\n`],
  ['a throttled function URL', 'MANIFEST_CONFLICT', `${base}api: { kind: function-url, «throttle»: { rate: 5 } }\n`],
  ['a provider without its address', 'MANIFEST_CONFLICT', `${base}llm: { provider: «openai-compatible», model: m }\n`],
  [
    'an address of a provider that has one',
    'MANIFEST_CONFLICT',
    `${base}llm: { provider: bedrock, model: m, base_url: «"https://example.com"» }\n`,
  ],
  ['a provider without a model', 'MANIFEST_CONFLICT', `${base}llm: { provider: «bedrock» }\n`],
])

describe('a wrong agent', () => {
  it.each([...agentRows, ...platform])('$title is an error at its place', expectError)
})
