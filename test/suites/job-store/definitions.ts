import { expect, it } from 'vitest'
import { aDefinition } from '../../builders.ts'
import type { CurrentStore } from '../job-store.suite.ts'

export function definitionCases(store: CurrentStore): void {
  it('loads a definition by its hash', async () => {
    await store().putDefinition(aDefinition())
    expect(await store().loadDefinition('definition1')).toEqual(aDefinition())
    expect(await store().loadDefinition('other')).toBeUndefined()
  })

  it('keeps what was written first under a hash', async () => {
    await store().putDefinition(aDefinition())
    await store().putDefinition(aDefinition({ project: { name: 'changed', version: '2' } }))
    expect(await store().loadDefinition('definition1')).toEqual(aDefinition())
  })

  it('takes the same definition from many at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => store().putDefinition(aDefinition())))
    expect(await store().loadDefinition('definition1')).toEqual(aDefinition())
  })
}
