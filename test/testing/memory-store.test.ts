import { createVolatileMemory } from '../../src/testing/memory-store.ts'
import { memoryStoreSuite } from '../suites/memory-store.suite.ts'

memoryStoreSuite('in this process', async () => createVolatileMemory())
