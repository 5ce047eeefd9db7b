import { describe, expect, it } from 'vitest'
import { base, codes, expectError, graph, load, project, rowsOf, rule, rules } from './marked.ts'

const schema = (body: string) => `${base}orchestration: { input_schema: { ${body} } }\n`

const ruleRows = rowsOf([
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
  ['a wrong type in the input schema', 'MANIFEST_VALUE', schema('type: «objct»'), 'Did you mean object?'],
  ['an unknown keyword in it', 'MANIFEST_UNKNOWN_KEY', schema('«requird»: [x]'), 'Did you mean required?'],
  ['an unknown keyword deep in it', 'MANIFEST_UNKNOWN_KEY', schema('properties: { x: { items: { «minimun»: 3 } } }')],
  ['a format, which nobody checks', 'MANIFEST_UNKNOWN_KEY', schema('properties: { x: { «format»: date } }')],
  ['a name required twice', 'MANIFEST_RANGE', schema('«required»: [x, x]'), 'without repetition'],
  [
    'a reference that leads nowhere',
    'MANIFEST_INPUT_SCHEMA',
    schema('properties: { x: { $ref: «"#/definitions/y"» } }'),
  ],
  [
    'a reference out of the file',
    'MANIFEST_INPUT_SCHEMA',
    schema('properties: { x: { $ref: «"https://example.com/x"» } }'),
  ],
  ['a reference to itself', 'MANIFEST_INPUT_SCHEMA', schema('$ref: «"#"»'), 'leads back to itself'],
  ['a pattern that is none', 'MANIFEST_INPUT_SCHEMA', schema('properties: { x: { pattern: «"("» } }')],
  ['a key pattern that is none', 'MANIFEST_INPUT_SCHEMA', schema('«patternProperties»: { "(": {} }')],
  ['if alone', 'MANIFEST_INPUT_SCHEMA', schema('«if»: {}')],
  ['additional items of no list', 'MANIFEST_INPUT_SCHEMA', schema('additionalItems: «false»')],
])

const graphRows = rowsOf([
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
])

const unbuilt = rowsOf([
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
])

describe('a wrong rule', () => {
  it.each([...ruleRows, ...graphRows, ...unbuilt])('$title is an error at its place', expectError)

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
