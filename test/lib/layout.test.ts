import { describe, expect, it } from 'vitest'
import { maxAgentsPerShard, maxAgentsUnsharded } from '../../src/manifest/agent-shard.ts'
import { manyAgents, shop } from './planned.ts'
import { ofType, type StackTemplate, synthesized, synthesizedAnew } from './synthesized.ts'

const maxResources = 500
const maxTemplateBytes = 1_000_000
const countOf = (template: StackTemplate) => Object.keys(template.Resources).length
const base = countOf(synthesized(manyAgents(1)).template) - 4

describe('a stack', () => {
  it.each([1, 6])('with %i agents has four resources for each, besides the platform’s 41', (agents) => {
    const { template, nested } = synthesized(manyAgents(agents))
    expect(nested).toEqual([])
    expect(countOf(template)).toBe(41 + 4 * agents)
  })

  it('has room for 100 agents, the largest kind of API, an event bus and an address for alarms', () => {
    const clients = 'a b c d e f g h i j'.split(' ')
    const rest = `{ kind: rest, auth: api-key, clients: [${clients.join(', ')}] }`
    const others =
      'infrastructure: { events: { provider: eventbridge } }\nstages: { prod: { alarms: { email: a@b.org } } }\n'
    const { template, text } = synthesized(`${manyAgents(maxAgentsUnsharded)}api: ${rest}\n${others}`, 'prod')
    expect(ofType(template, 'AWS::Lambda::Function')).toHaveLength(100 + 5)
    expect(countOf(template)).toBeLessThanOrEqual(maxResources)
    expect(text.length).toBeLessThan(maxTemplateBytes / 2)
  })

  it('is the same byte for byte when it is made again', () => {
    expect(synthesizedAnew(shop, 'prod').text).toBe(synthesized(shop, 'prod').text)
  })
})

describe('200 agents over 2 shards', () => {
  const { template, nested, nestedFiles } = synthesized(manyAgents(200, 2))

  it('are in two nested stacks, none of them beyond CloudFormation’s limits', () => {
    expect(ofType(template, 'AWS::CloudFormation::Stack')).toHaveLength(2)
    expect(countOf(template)).toBe(base + 2)
    expect(nested).toHaveLength(2)
    expect(nested.reduce((sum, shard) => sum + countOf(shard), 0)).toBe(4 * 200)
    for (const shard of nested) {
      expect(countOf(shard)).toBeLessThanOrEqual(4 * maxAgentsPerShard)
      expect(JSON.stringify(shard).length).toBeLessThan(maxTemplateBytes / 2)
    }
  })

  it('are found by the CDK, which shows and swaps only what it finds', () => {
    const stacks = ofType(template, 'AWS::CloudFormation::Stack')
    expect(stacks.map(([, { Metadata }]) => Metadata?.['aws:asset:path']).sort()).toEqual(nestedFiles)
  })

  it('are known to the planner by a prefix that says how many shards there are', () => {
    const names = nested.flatMap((shard) =>
      ofType(shard, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties.FunctionName),
    )
    expect(new Set(names).size).toBe(200)
    expect(names.every((name) => String(name).startsWith('troupe-many-dev-s2-agent-agent_'))).toBe(true)
    const planner = ofType(template, 'AWS::Lambda::Function').find(([id]) => id.startsWith('Planner'))
    expect(JSON.stringify(planner)).toContain('"TROUPE_AGENT_PREFIX":"troupe-many-dev-s2-agent-"')
  })
})

describe('logical ids', () => {
  it('stay in their shard when another agent comes', () => {
    const idsOf = (agents: number) =>
      synthesized(manyAgents(agents, 2)).nested.flatMap(({ Resources }, shard) =>
        Object.keys(Resources).map((id) => `${shard} ${id}`),
      )
    const more = new Set(idsOf(9))
    expect(idsOf(8).filter((id) => !more.has(id))).toEqual([])
    expect(more.size).toBe(4 * 9)
  })

  it('do not depend on the order of the agents in the file', () => {
    const file = (names: string) => synthesized(`project: { name: shop }\nagents: { ${names} }\n`).template.Resources
    expect(Object.keys(file('a: {}, b: {}, c: {}')).sort()).toEqual(Object.keys(file('c: {}, a: {}, b: {}')).sort())
  })

  it('tell agents apart whose names differ in an underscore only', () => {
    const { template } = synthesized('project: { name: shop }\nagents: { ab_c: {}, a_bc: {} }\n')
    expect(ofType(template, 'AWS::Lambda::EventInvokeConfig')).toHaveLength(2)
  })
})
