import { afterEach, beforeEach, describe } from 'vitest'
import type { JobStore } from '../../src/ports/job-store.ts'
import { definitionCases } from './job-store/definitions.ts'
import { dueJobCases } from './job-store/due-jobs.ts'
import { isolationCases } from './job-store/isolation.ts'
import { jobCases } from './job-store/jobs.ts'
import { jobListCases } from './job-store/list.ts'
import { resultCases } from './job-store/results.ts'
import { valueCases } from './job-store/values.ts'

export interface OpenedStore {
  readonly store: JobStore
  close(): Promise<void>
}

/** Where the cases find the store of the test that runs. */
export type CurrentStore = () => JobStore

export interface StoreTraits {
  /** It gives out what it was given: whoever changes one changes the other. */
  readonly sharesValues?: true
}

/** What every job store must do. Each test gets a store of its own, empty. */
export function jobStoreSuite(name: string, open: () => Promise<OpenedStore>, traits: StoreTraits = {}): void {
  describe(`JobStore: ${name}`, () => {
    let opened: OpenedStore | undefined
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(() => opened?.close())
    const current: CurrentStore = () => {
      if (opened === undefined) throw new Error('no store is open')
      return opened.store
    }
    describe('jobs', () => jobCases(current))
    describe('lists', () => jobListCases(current))
    describe('due jobs', () => dueJobCases(current))
    describe('results', () => resultCases(current))
    describe('definitions', () => definitionCases(current))
    describe('values', () => valueCases(current))
    if (traits.sharesValues !== true) describe('isolation', () => isolationCases(current))
  })
}
