import { createMemoryStore } from '../../../src/adapters/memory/memory-job-store.ts'
import { jobStoreSuite } from '../../suites/job-store.suite.ts'

jobStoreSuite('memory', async () => ({ store: createMemoryStore(), close: async () => undefined }))
