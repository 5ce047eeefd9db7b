import { describe, expect, it } from 'vitest'
import { hintOf, messageOf } from '../../src/core/errors/catalogue.ts'
import type { Finding } from '../../src/core/fault.ts'
import { agents, codes, load, project, unmark } from './marked.ts'

type Row = readonly [title: string, code: string, marked: string, message?: string]

const base = project + agents
const rule = (body: string) => `${base}orchestration:\n  selection_rules:\n    - ${body}\n`
const rules = (...bodies: string[]) =>
  `${base}orchestration:\n  selection_rules:\n${bodies.map((body) => `    - ${body}\n`).join('')}`
const graph = (steps: string) => rule(`{ name: r, steps: { ${steps} } }`)
const agent = (body: string, others = '') => `${project}agents: { a: { ${body} }${others} }\n`

const shape: Row[] = [
  ['an unknown key at the top', 'MANIFEST_UNKNOWN_KEY', `${base}«orchestraton»: {}\n`, 'Did you mean orchestration?'],
  ['an unknown key in an agent', 'MANIFEST_UNKNOWN_KEY', agent('«desciption»: x'), 'Did you mean description?'],
  [
    'a mistyped kind of step',
    'MANIFEST_UNKNOWN_KEY',
    rule('{ agents: [{ «sequentail»: [a] }] }'),
    'Did you mean sequential?',
  ],
  [
    'a key beside a kind of step',
    'MANIFEST_UNKNOWN_KEY',
    rule('{ agents: [{ agent: a, «timeuot»: 3 }] }'),
    'Did you mean timeout?',
  ],
  ['a list key in a graph', 'MANIFEST_UNKNOWN_KEY', graph('x: { agent: a, «step»: y }')],
  ['a missing key', 'MANIFEST_MISSING_KEY', `«project»: {}\n${agents}`, 'project has no name'],
  ['a file without agents', 'MANIFEST_MISSING_KEY', `«project: { name: demo }»\n`, 'the top level has no agents'],
  ['a text for a map', 'MANIFEST_TYPE', `${base}api: «http»\n`, 'api is "http", not a map'],
  ['an empty agent', 'MANIFEST_TYPE', `${project}agents:\n  «a»:\n`, 'agents.a is empty, not a map'],
  [
    'a number for a text',
    'MANIFEST_TYPE',
    `project: { name: demo, version: «1.0» }\n${agents}`,
    'Put it in quotes: "1"',
  ],
  ['a word for a boolean', 'MANIFEST_TYPE', agent('capabilities: { structured_output: «yes» }'), 'Write true'],
  [
    'a map for a duration',
    'MANIFEST_TYPE',
    agent('runtime: { «timeout»: {} }'),
    'agents.a.runtime.timeout is a map, not a number or text',
  ],
  [
    'a number for a step',
    'MANIFEST_TYPE',
    rule('{ agents: [«7»] }'),
    'orchestration.selection_rules[0].agents[0] is 7, not text or a map',
  ],
  [
    'a value out of a list',
    'MANIFEST_VALUE',
    `${base}orchestration: { strategy: «sequental» }\n`,
    'Did you mean sequential?',
  ],
  ['a false without quotes', 'MANIFEST_VALUE', rule('{ agents: [a], on_error: «false» }'), 'Put it in quotes: "false"'],
  ['a project name with a capital', 'MANIFEST_NAME', `project: { name: «Demo» }\n${agents}`],
  ['a project name of one letter', 'MANIFEST_NAME', `project: { name: «d» }\n${agents}`],
  ['an agent name with a hyphen', 'MANIFEST_NAME', `${project}agents: { «my-agent»: {} }\n`],
  ['an agent name of 41 letters', 'MANIFEST_NAME', `${project}agents: { «${'a'.repeat(41)}»: {} }\n`],
  [
    'an account without quotes',
    'MANIFEST_TYPE',
    `${base}stages: { prod: { account: «123456789012» } }\n`,
    'Put it in quotes',
  ],
  ['an account of 11 digits', 'MANIFEST_NAME', `${base}stages: { prod: { account: «"12345678901"» } }\n`],
  [
    'an alarm address that is none',
    'MANIFEST_NAME',
    `${base}stages: { prod: { alarms: { email: «ops» } } }\n`,
    'a valid email',
  ],
  ['an entry outside the project', 'MANIFEST_NAME', agent('entry: «../x.ts»')],
  ['a duration without unit', 'MANIFEST_DURATION', agent('runtime: { timeout: «"5"» }')],
  ['a duration of unknown unit', 'MANIFEST_DURATION', agent('runtime: { timeout: «5min» }')],
  ['a size of unknown unit', 'MANIFEST_SIZE', agent('runtime: { memory: «1TB» }')],
  ['a timeout of 901 s', 'MANIFEST_RANGE', agent('runtime: { timeout: «901» }'), 'more than 0 and at most 900 s'],
  ['a timeout of nothing', 'MANIFEST_RANGE', agent('runtime: { timeout: «0» }')],
  ['a memory of 127 MB', 'MANIFEST_RANGE', agent('runtime: { memory: «127» }')],
  ['a memory of 11 GB', 'MANIFEST_RANGE', agent('runtime: { memory: «11GB» }')],
  ['21 attempts', 'MANIFEST_RANGE', agent('retry: { max_attempts: «21» }'), 'at most 20'],
  ['no attempt', 'MANIFEST_RANGE', agent('retry: { max_attempts: «0» }'), 'at least 1'],
  ['half an attempt', 'MANIFEST_TYPE', agent('retry: { max_attempts: «1.5» }'), 'not a whole number'],
  ['a budget of 1,001 steps', 'MANIFEST_RANGE', `${base}orchestration: { budget: { steps: «1001» } }\n`],
]

const agentRows: Row[] = [
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
]

const ruleRows: Row[] = [
  [
    'an unknown agent',
    'MANIFEST_UNKNOWN_AGENT',
    `${project}agents: { reporter: {} }\norchestration: { selection_rules: [{ agents: [«reportr»] }] }\n`,
    'Did you mean reporter?',
  ],
  [
    'an unknown agent deep in a list',
    'MANIFEST_UNKNOWN_AGENT',
    rule('{ agents: [a, { parallel: [b, { sequential: [c, «dd»] }] }] }'),
  ],
  ['an unknown agent of a long step', 'MANIFEST_UNKNOWN_AGENT', rule('{ agents: [{ step: x, agent: «dd» }] }')],
  ['an agent that every object has', 'MANIFEST_UNKNOWN_AGENT', rule('{ agents: [«constructor»] }')],
  [
    'an orchestrator as a step',
    'MANIFEST_ORCHESTRATOR_STEP',
    `${project}agents: { a: {}, o: { type: orchestrator } }\norchestration: { selection_rules: [{ agents: [a, «o»] }] }\n`,
  ],
  [
    'a worker that may not be started',
    'MANIFEST_NOT_INVOKABLE',
    `${project}agents: { a: {}, b: {}, o: { type: orchestrator, capabilities: { tools: [invoke_a] } } }\norchestration: { selection_rules: [{ agents: [a, «b»] }] }\n`,
  ],
  ['a rule without steps', 'MANIFEST_RULE_EMPTY', rule('{ name: «r», condition: always }')],
  ['an empty list', 'MANIFEST_EMPTY_LIST', rule('{ «agents»: [], else: [a] , condition: "exists(input.x)" }')],
  ['an empty parallel', 'MANIFEST_EMPTY_LIST', rule('{ agents: [a, { «parallel»: [] }] }')],
  ['an empty graph', 'MANIFEST_EMPTY_LIST', rule('{ «steps»: {} }')],
  [
    'agents beside steps',
    'MANIFEST_CONFLICT',
    rule('{ agents: [a], «steps»: { b: { agent: b } } }'),
    'both agents and steps',
  ],
  ['two rules of one name', 'MANIFEST_RULE_TWICE', rules('{ name: r, agents: [a] }', '{ name: «r», agents: [b] }')],
  [
    'two steps of one name',
    'MANIFEST_STEP_TWICE',
    rule('{ agents: [{ step: x, agent: a }, { step: «x», agent: b }] }'),
  ],
  [
    'a step named after another agent',
    'MANIFEST_NAME_TAKEN',
    rule('{ agents: [{ step: «b», agent: a }] }'),
    'the name of agent b',
  ],
  ['a second default workflow', 'MANIFEST_CONFLICT', `${base}workflows: { «default»: {} }\n`],
  ['a condition that is true', 'MANIFEST_CONDITION', rule('{ condition: «true», agents: [a] }'), 'Write always'],
  ['a condition that is false', 'MANIFEST_CONDITION', rule('{ condition: «false», agents: [a] }'), 'Remove the rule'],
  ['a bad condition', 'RULE_UNKNOWN_NAME', rule('{ condition: "«inptu».x == 1", agents: [a] }')],
  [
    'a condition cut by a comment',
    'RULE_SYNTAX',
    rule("agents: [a]\n      condition: input.x == «'a» #1'"),
    'in quotes',
  ],
  [
    'a typo of an agent in a condition',
    'RULE_UNKNOWN_NAME',
    rules('{ agents: [a] }', "{ condition: 'results.«aa».x == 1', agents: [b] }"),
  ],
  ['a condition with an escape', 'RULE_UNKNOWN_NAME', rule('{ condition: «"inptu.x == \\"a\\""», agents: [a] }')],
  ['a condition in a block', 'RULE_UNKNOWN_NAME', rule('condition: «|-»\n        inptu.x == 1\n      agents: [a]')],
  [
    'a condition of another agent, never decided',
    'MANIFEST_NEVER_DECIDED',
    rules('{ agents: [a] }', '{ condition: "results.«b».x == 1", agents: [b, c] }'),
    'results of b',
  ],
  [
    'a rule before what it reads',
    'MANIFEST_NEVER_DECIDED',
    rules('{ condition: "results.«a».x == 1", agents: [b] }', '{ agents: [a] }'),
  ],
  [
    'a rule that reads a second run too early',
    'MANIFEST_NEVER_DECIDED',
    rules('{ agents: [a] }', `{ condition: 'results["«a-2»"].x == 1', agents: [a, b] }`),
  ],
  [
    'a branch that a constant condition never takes',
    'MANIFEST_BRANCH_UNREACHABLE',
    rule(`{ condition: «"'a' == 'b'"», agents: [a] }`),
    'always false',
  ],
  ['else without a condition', 'MANIFEST_BRANCH_UNREACHABLE', rule('{ agents: [a], «else»: [b] }'), 'always true'],
  ['a mapping that is not closed', 'MAPPING_SYNTAX', rule('{ agents: [{ agent: a, with: { x: "${{ input.x «»" } }] }')],
  [
    'a mapping of an unknown agent',
    'RULE_UNKNOWN_NAME',
    rule('{ agents: [{ agent: a, with: { x: ["${{ results.«z».x }}"] } }] }'),
  ],
  [
    'a mapping of what did not run',
    'MANIFEST_NEVER_DECIDED',
    rule('{ agents: [{ agent: a, with: { x: "${{ results.«b».x }}" } }, b] }'),
  ],
  [
    'an unknown input',
    'MANIFEST_INPUT_UNKNOWN',
    `${base}orchestration:\n  input_schema: { properties: { kind: {} }, additionalProperties: false }\n  selection_rules: [{ condition: "«input.knd» == 1", agents: [a] }]\n`,
    'Did you mean input.kind?',
  ],
  [
    'a wrong type in the input schema',
    'MANIFEST_INPUT_SCHEMA',
    `${base}orchestration: { input_schema: { type: «objct» } }\n`,
  ],
  [
    'an unknown keyword in the input schema',
    'MANIFEST_INPUT_SCHEMA',
    `${base}orchestration: { «input_schema»: { requird: [x] } }\n`,
    'requird',
  ],
]

const graphRows: Row[] = [
  [
    'an unknown need',
    'MANIFEST_UNKNOWN_STEP',
    graph('first: { agent: a }, b: { agent: b, needs: [«frist»] }'),
    'Did you mean first?',
  ],
  ['a step that needs itself', 'MANIFEST_SELF_NEED', graph('a: { agent: a, needs: [«a»] }')],
  [
    'a circle of needs',
    'MANIFEST_CYCLE',
    graph('x: { agent: c }, a: { agent: a, «needs»: [b, x] }, b: { agent: b, needs: [a] }'),
    'a -> b -> a',
  ],
  [
    'a join of more than it needs',
    'MANIFEST_JOIN',
    graph('a: { agent: a }, b: { agent: b, needs: [a], «join»: { at_least: 2 } }'),
    'at least 2 of its 1 needs',
  ],
  ['a join without needs', 'MANIFEST_JOIN', graph('a: { agent: a, «join»: any }')],
  ['a step whose condition is never true', 'MANIFEST_STEP_UNREACHABLE', graph('a: { agent: a, «when»: "1 == 2" }')],
  [
    'a step that needs one that never runs',
    'MANIFEST_STEP_UNREACHABLE',
    graph('a: { agent: a, when: "1 == 2" }, «b»: { agent: b, needs: [a] }'),
    'it needs a',
  ],
  [
    'a step that reads a step beside it',
    'MANIFEST_NEVER_DECIDED',
    graph('a: { agent: a }, b: { agent: b, when: "results.«a».x" }'),
  ],
]

const unbuilt: Row[] = [
  ['an approval', 'MANIFEST_NOT_BUILT', rule('{ agents: [a, { «approval»: { title: Go } }] }')],
  ['a webhook step', 'MANIFEST_NOT_BUILT', rule('{ agents: [{ «webhook»: { url: "https://example.com" } }] }')],
  ['a map', 'MANIFEST_NOT_BUILT', rule('{ agents: [{ «map»: { over: "${{ input.rows }}", as: row, agent: a } }] }')],
  [
    'a repeat',
    'MANIFEST_NOT_BUILT',
    rule('{ agents: [{ sequential: [{ «repeat»: { agent: a, until: "results.a.ok", max: 5 } }] }] }'),
  ],
  [
    'an approval in a graph',
    'MANIFEST_NOT_BUILT',
    graph('a: { agent: a }, b: { «approval»: { title: Go }, needs: [a] }'),
  ],
  [
    'an unknown agent of a map',
    'MANIFEST_UNKNOWN_AGENT',
    rule('{ agents: [{ map: { over: "${{ input.rows }}", as: row, agent: «zz» } }] }'),
  ],
  ['schedules', 'MANIFEST_NOT_BUILT', `${base}«schedules»: [{ name: n, cron: "0 2 * * *" }]\n`],
  ['inbound webhooks', 'MANIFEST_NOT_BUILT', `${base}«webhooks»: [{ name: n, path: p, secret: S }]\n`],
  ['a budget in USD', 'MANIFEST_NOT_BUILT', `${base}orchestration: { budget: { «usd»: 0.5 } }\n`],
]

const platform: Row[] = [
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
]

describe('wrong input', () => {
  it.each([...shape, ...agentRows, ...ruleRows, ...graphRows, ...unbuilt, ...platform])(
    '%s is an error at its place',
    (_, code, marked, words) => {
      const { text, span } = unmark(marked)
      const result = load(text)
      expect(result.definition).toBeUndefined()
      const found = result.findings.find((finding) => finding.code === code && finding.at?.start === span.start)
      expect(found, JSON.stringify(result.findings)).toMatchObject({ level: 'error', at: span })
      if (words !== undefined && found !== undefined) expect(wording(found)).toContain(words)
      expect(wording(found as Finding)).not.toMatch(/\{\w+\}|undefined/)
    },
  )

  it('reports each mistake once, all in one run, in the order of the file', () => {
    const text = `project: { name: Demo }\nagents: { a: { runtime: { timeout: 0 } }, b: { descripton: x } }\norchestration:\n  selection_rules: [{ condition: "x == 1", agents: [a, z] }]\napi: { kind: htp }\n`
    expect(codes(load(text))).toEqual([
      'MANIFEST_NAME',
      'MANIFEST_RANGE',
      'MANIFEST_UNKNOWN_KEY',
      'RULE_UNKNOWN_NAME',
      'MANIFEST_UNKNOWN_AGENT',
      'MANIFEST_VALUE',
    ])
  })

  it('does not blame what depends on a broken part', () => {
    const text = rules('{ agents: [{ agnt: a }] }', '{ condition: "results.a.x == 1", agents: [b] }')
    expect(codes(load(text))).toEqual(['MANIFEST_UNKNOWN_KEY'])
    expect(codes(load(text), 'warning')).toEqual([])
  })
})

function wording({ code, args }: Finding): string {
  return `${messageOf(code, args)} ${hintOf(code, args) ?? ''}`
}
