import { parentPort, workerData } from 'node:worker_threads'
import { connectDatabase } from './open-database.ts'
import type { StoreWrite } from './store-write.ts'
import { createWriteTransaction } from './write-transaction.ts'

/*
 * Entry of the thread that `createWriterThread` starts: each message is a group of writes, each answer their outcomes.
 * Null asks it to give the file back and to end.
 */
if (parentPort === null) throw new Error('store-writer.ts runs only as a worker thread')
const port = parentPort
const database = connectDatabase(String(workerData))
const carryOut = createWriteTransaction(database)
port.on('message', (group: readonly StoreWrite[] | null) => {
  if (group !== null) return port.postMessage(carryOut(group))
  database.close()
  port.close()
})
