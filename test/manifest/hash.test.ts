import { describe, expect, it } from 'vitest'
import { hashDefinition } from '../../src/manifest/definition-hash.ts'
import { load, project } from './marked.ts'

const hash = (text: string) => load(text).definition?.hash

describe('the hash of a definition', () => {
  const written = `${project}agents: { a: { runtime: { timeout: 60, memory: 512 } }, b: {} }\n`

  it('is a SHA-256 in hex of everything else', () => {
    const { definition } = load(written)
    if (definition === undefined) throw new Error('The file is wrong')
    const { hash: own, ...rest } = definition
    expect(own).toMatch(/^[0-9a-f]{64}$/)
    expect(hashDefinition(rest).hash).toBe(own)
  })

  it.each([
    [
      'comments and layout',
      `# mine\n${project}agents:\n  a:\n    runtime: { timeout: 60, memory: 512 } # default\n  b: {}\n`,
    ],
    ['the order of keys in a map', `${project}agents: { a: { runtime: { memory: 512, timeout: 60 } }, b: {} }\n`],
    [
      'how a duration and a size are written',
      `${project}agents: { a: { runtime: { timeout: 1m, memory: 512MB } }, b: {} }\n`,
    ],
    ['defaults written out', `${project}agents: { a: {}, b: { type: worker, entry: agents/b/agent.ts } }\n`],
  ])('does not change with %s', (_, other) => {
    expect(hash(other)).toBe(hash(written))
  })

  it.each([
    ['a timeout', `${project}agents: { a: { runtime: { timeout: 61 } }, b: {} }\n`],
    ['the order of the workers', `${project}agents: { b: {}, a: {} }\n`],
    ['the version', `project: { name: demo, version: 2.0.0 }\nagents: { a: {}, b: {} }\n`],
  ])('changes with %s', (_, other) => {
    expect(hash(other)).toMatch(/^[0-9a-f]{64}$/)
    expect(hash(other)).not.toBe(hash(written))
  })
})
