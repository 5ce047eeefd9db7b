import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

interface LockedPackage {
  readonly version?: string
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const lock: { packages: Record<string, LockedPackage> } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const names = new Set(Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, '')))

describe('package-lock.json', () => {
  it('has an entry for the packages of every platform: npm ci refuses a lock without them', () => {
    const optional = Object.values(lock.packages).flatMap((one) => Object.keys(one.optionalDependencies ?? {}))
    expect(optional.filter((name) => !names.has(name))).toEqual([])
  })

  it('carries no addresses, so that any registry will do', () => {
    expect(Object.values(lock.packages).filter(({ resolved }) => resolved?.startsWith('http'))).toEqual([])
  })
})
