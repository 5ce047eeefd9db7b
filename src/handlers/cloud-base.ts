import { createDynamoClient } from '../adapters/aws/dynamodb-client.ts'
import { createEmfMeter } from '../adapters/aws/emf-meter.ts'
import { createPinoLog } from '../adapters/node/pino-log.ts'
import { randomIds } from '../adapters/node/random-ids.ts'
import { systemClock } from '../adapters/node/system-clock.ts'
import { readCloudEnv } from '../env.ts'

/** What each Lambda of the platform has; the other clients are bound where they are used, so that a bundle holds only those. */
export function cloudBase() {
  const env = readCloudEnv()
  const { retentionDays } = env
  const log = createPinoLog({ level: env.logLevel, format: 'json', write: (line) => process.stderr.write(line) })
  const meter = createEmfMeter({
    namespace: 'Troupe',
    dimensions: { stack: env.stack },
    clock: systemClock,
    write: (line) => process.stdout.write(line),
  })
  const retention = retentionDays === undefined ? {} : { retentionDays }
  const table = { client: createDynamoClient(), table: env.table, log, ...retention }
  return { env, log, meter, clock: systemClock, ids: randomIds, table }
}
