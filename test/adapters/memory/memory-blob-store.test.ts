import { createMemoryBlobStore } from '../../../src/adapters/memory/memory-blob-store.ts'
import { blobStoreSuite } from '../../suites/blob-store.suite.ts'

blobStoreSuite('memory', async () => ({ blobs: createMemoryBlobStore(), close: async () => undefined }))
