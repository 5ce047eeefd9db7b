import { openSqliteStore } from '../../../src/adapters/sqlite/open-sqlite-store.ts'
import { jobStoreSuite } from '../../suites/job-store.suite.ts'
import { silentLog, temporaryDirectory } from '../../workbench.ts'

jobStoreSuite('sqlite', async () => {
  const directory = await temporaryDirectory()
  const store = openSqliteStore({ directory: directory.path, log: silentLog })
  return {
    store,
    async close() {
      await store.close()
      await directory.remove()
    },
  }
})
