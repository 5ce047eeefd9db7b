import { describe, expect, it } from 'vitest'
import { agent, agents, base, codes, expectError, graph, load, project, rowsOf, rule } from './marked.ts'

const shape = rowsOf([
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
  ['a list key in a graph', 'MANIFEST_UNKNOWN_KEY', graph('x: { agent: a, «step»: y }'), 'Choose one of: agent, '],
  ['a key of what is below', 'MANIFEST_UNKNOWN_KEY', agent('«timeout»: 3'), 'Choose one of: runtime, retry, '],
  [
    'two kinds of entry in one',
    'MANIFEST_UNKNOWN_KEY',
    rule('{ agents: [{ sequential: [a], «parallel»: [b] }] }'),
    'Make it an entry of its own',
  ],
  ['a missing key', 'MANIFEST_MISSING_KEY', `«project»: {}\n${agents}`, 'project has no name'],
  ['a file without a project', 'MANIFEST_MISSING_KEY', `«agents: { a: {} }»\n`, 'Write project: { name: my-project }'],
  ['a project that is a text', 'MANIFEST_TYPE', `project: «demo»\n${agents}`, 'Write project: { name: my-project }'],
  ['a file without agents', 'MANIFEST_MISSING_KEY', `«project: { name: demo }»\n`, 'the top level has no agents'],
  ['a text for a map', 'MANIFEST_TYPE', `${base}api: «http»\n`, 'api is "http", not a map'],
  ['an empty agent', 'MANIFEST_TYPE', `${project}agents:\n  «a»:\n`, 'agents.a is empty, not a map Write its keys'],
  ['a list of agents', 'MANIFEST_TYPE', `${project}«agents»: [a, b]\n`, 'agents is a list, not a map Write keys'],
  ['a name for a list', 'MANIFEST_TYPE', rule('{ agents: «a» }'), 'in brackets'],
  [
    'a number for a text',
    'MANIFEST_TYPE',
    `project: { name: demo, version: «1.10» }\n${agents}`,
    'project.version is 1.10, not text Put it in quotes: "1.10"',
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
  [
    'an agent for a kind of step',
    'MANIFEST_UNKNOWN_KEY',
    rule('{ agents: [{ «b»: {} }] }'),
    'Choose one of: sequential, parallel, step, agent, when, with, timeout, retry, on_error, wait',
  ],
  ['a map of rules', 'MANIFEST_TYPE', `${base}orchestration: { «selection_rules»: { r: {} } }\n`, 'entry with -'],
  ['a size of unknown unit', 'MANIFEST_SIZE', agent('runtime: { memory: «1TB» }')],
  ['a timeout of 901 s', 'MANIFEST_RANGE', agent('runtime: { timeout: «901» }'), 'more than 0 and at most 900 s'],
  ['a timeout of nothing', 'MANIFEST_RANGE', agent('runtime: { timeout: «0» }')],
  ['a memory of 127 MB', 'MANIFEST_RANGE', agent('runtime: { memory: «127» }')],
  ['a memory of 11 GB', 'MANIFEST_RANGE', agent('runtime: { memory: «11GB» }')],
  ['21 attempts', 'MANIFEST_RANGE', agent('retry: { max_attempts: «21» }'), 'at most 20'],
  ['no attempt', 'MANIFEST_RANGE', agent('retry: { max_attempts: «0» }'), 'at least 1'],
  ['half an attempt', 'MANIFEST_TYPE', agent('retry: { max_attempts: «1.5» }'), 'not a whole number'],
  ['a budget of 1,001 steps', 'MANIFEST_RANGE', `${base}orchestration: { budget: { steps: «1001» } }\n`],
])

describe('a file of the wrong shape', () => {
  it('is told once of a size that is none', () => {
    expect(codes(load(agent('runtime: { memory: lots }')))).toEqual(['MANIFEST_SIZE'])
  })

  it('is not advised to write what is not built', () => {
    const [finding] = load(rule('{ agents: [{ b: {} }] }')).findings
    expect(finding?.args.hint).toMatch(/, wait$/)
  })

  it.each([...shape])('$title is an error at its place', expectError)
})
