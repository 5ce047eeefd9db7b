import { enableCompileCache, flushCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import {
  type FromWorker,
  faultData,
  faultOf,
  type ToWorker,
  type WorkerStart,
} from '../adapters/local/worker-messages.ts'
import type { LoadedAgent } from '../agent/load-agent.ts'
import type { OutputSchema } from '../agent/output-schema.ts'
import { runAgent } from '../agent/run-agent.ts'
import { formatDurationMs } from '../core/duration.ts'
import { Fault } from '../core/fault.ts'
import { attemptHost } from './attempt-host.ts'
import { HostRequests } from './host-requests.ts'
import { importAgent } from './import-agent.ts'
import { remoteAnswers } from './remote-answers.ts'
import { remoteBlobs } from './remote-blobs.ts'
import { remoteMemory } from './remote-memory.ts'

/*
 * Entry of a worker thread of the laptop runtime: imports one agent, then runs one attempt after another.
 * What an author's code throws outside of `run` is not caught here: it ends the thread, and the pool says how.
 */
if (parentPort === null) throw new Error('agent-worker.ts runs only as a worker thread')
const port = parentPort
const { agent, projectDirectory, wantsSchema, compileCache }: WorkerStart = workerData
const send = (message: FromWorker) => port.postMessage(message)
const requests = new HostRequests(send)
const stores = { blobs: remoteBlobs(requests), answers: remoteAnswers(requests), memory: remoteMemory(requests) }
let loaded: LoadedAgent | undefined
let controller: AbortController | undefined

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'run':
      return void run(message)
    case 'abort':
      return controller?.abort(faultOf(message.fault))
    case 'told':
      return requests.settle(message)
  }
})

if (compileCache !== undefined) enableCompileCache(compileCache)
try {
  loaded = await importAgent(agent, projectDirectory)
  // Now, and not when the thread ends: the next one wants it.
  if (compileCache !== undefined) flushCompileCache()
  send(wantsSchema === true ? { kind: 'ready', schema: await schemaOf(loaded) } : { kind: 'ready' })
} catch (thrown) {
  if (!(thrown instanceof Fault)) throw thrown
  send({ kind: 'loadFailed', fault: faultData(thrown) })
}

async function schemaOf(agent: LoadedAgent): Promise<OutputSchema> {
  // Its package is not small, and hardly ever wanted.
  const { outputSchemaOf } = await import('../agent/output-schema.ts')
  return outputSchemaOf(agent)
}

async function run({ call, deadline, abortAfterMs }: Extract<ToWorker, { kind: 'run' }>): Promise<void> {
  if (loaded === undefined) return
  const own = new AbortController()
  controller = own
  const timeout = formatDurationMs(call.timeoutMs)
  const timer = setTimeout(() => own.abort(new Fault('STEP_TIMED_OUT', { agent: agent.name, timeout })), abortAfterMs)
  const host = attemptHost({ send, ...stores, signal: own.signal, deadline })
  const execution = await runAgent(loaded, call, host)
  // A rejection that floats already is reported before the next turn of the loop: it belongs to this attempt.
  await new Promise((resume) => setImmediate(resume))
  await Promise.all([printed(process.stdout), printed(process.stderr)])
  clearTimeout(timer)
  host.end()
  send({ kind: 'ended', execution })
}

/** Settles when the platform has read what was printed, so that the last lines of an attempt are not lost with its thread. */
async function printed(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.writableLength === 0 || stream.writableEnded) return
  await new Promise((resume) => stream.write('', resume))
}
