import { enableCompileCache, flushCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { beginTurn } from '../adapters/local/attempt-turns.ts'
import {
  type FromWorker,
  faultData,
  faultOf,
  type ToWorker,
  type WorkerStart,
} from '../adapters/local/worker-messages.ts'
import { systemClock } from '../adapters/node/system-clock.ts'
import type { LoadedAgent } from '../agent/load-agent.ts'
import type { OutputSchema } from '../agent/output-schema.ts'
import { runAgent } from '../agent/run-agent.ts'
import { formatDurationMs } from '../core/duration.ts'
import { Fault } from '../core/fault.ts'
import { HostRequests } from './host-requests.ts'
import { importAgent } from './import-agent.ts'
import { remoteStores } from './remote-stores.ts'
import { tellPrinted } from './tell-printed.ts'
import { threadHost } from './thread-host.ts'

/*
 * Entry of a worker thread of the laptop runtime: imports one agent, then runs one attempt after another.
 * What an author's code throws outside of `run` is not caught here: it ends the thread, and the pool says how.
 */
if (parentPort === null) throw new Error('agent-worker.ts runs only as a worker thread')
const port = parentPort
const { agent, projectDirectory, turns, wantsSchema, compileCache }: WorkerStart = workerData
const send = (message: FromWorker) => port.postMessage(message)
const printed = tellPrinted(send)
const requests = new HostRequests(send)
const stores = remoteStores(requests)
let loaded: LoadedAgent | undefined
/** The attempt at work. */
let atWork: { readonly number: number; readonly controller: AbortController } | undefined
/** Settles when all attempts that were given have ended. */
let line: Promise<void> = Promise.resolve()

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'run':
      line = line.then(() => run(message))
      return
    case 'abort':
      if (atWork?.number === message.number) atWork.controller.abort(faultOf(message.fault))
      return
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

async function run({ number, call, abortAfterMs }: Extract<ToWorker, { kind: 'run' }>): Promise<void> {
  if (loaded === undefined || !beginTurn(turns, number)) return
  const begunAt = performance.now()
  const controller = new AbortController()
  atWork = { number, controller }
  printed.begin()
  const onTimeout = (): void => {
    controller.abort(new Fault('STEP_TIMED_OUT', { agent: agent.name, timeout: formatDurationMs(call.timeoutMs) }))
  }
  const timer = setTimeout(onTimeout, abortAfterMs)
  const deadline = systemClock.now() + call.timeoutMs
  const host = threadHost(send, { ...stores, signal: controller.signal, deadline })
  const execution = await runAgent(loaded, call, host)
  // A rejection that floats already is reported before the next turn of the loop: it belongs to this attempt.
  await new Promise((resume) => setImmediate(resume))
  clearTimeout(timer)
  host.end()
  send({ kind: 'ended', execution, tookMs: performance.now() - begunAt })
}
