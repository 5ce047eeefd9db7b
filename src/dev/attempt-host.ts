import type { FromWorker } from '../adapters/local/worker-messages.ts'
import type { AgentHost } from '../agent/run-agent.ts'
import { Fault } from '../core/fault.ts'
import type { BlobStore } from '../ports/blob-store.ts'

export interface AttemptHostOptions {
  send(message: FromWorker): void
  readonly blobs: BlobStore
  readonly signal: AbortSignal
  readonly deadline: number
}

/** Messages wait outside the thread's memory until the platform reads them: a loop must not send without end. */
const maxLogLines = 10_000
const maxLogMessage = 10_000
const minProgressMs = 100
const maxProgressText = 200

/** The host of one attempt inside a worker thread. After `end` it carries nothing on: code that runs late is mute. */
export function attemptHost({ send, blobs, signal, deadline }: AttemptHostOptions): AgentHost & { end(): void } {
  let ended = false
  let lines = 0
  let progressAt = Number.NEGATIVE_INFINITY
  const whileRunning = <T>(work: () => Promise<T>): Promise<T> =>
    ended ? Promise.reject(new Fault('STEP_INTERRUPTED')) : work()
  return {
    signal,
    deadline,
    blobs: {
      put: (key, bytes) => whileRunning(() => blobs.put(key, bytes)),
      get: (key) => whileRunning(() => blobs.get(key)),
    },
    log(level, message, fields) {
      lines += 1
      if (ended || lines > maxLogLines + 1) return
      const text = String(message).slice(0, maxLogMessage)
      send({ kind: 'log', level, message: text, ...(fields === undefined ? {} : { fields: plainFields(fields) }) })
    },
    progress(fraction, text) {
      const now = performance.now()
      if (ended || now - progressAt < minProgressMs) return
      progressAt = now
      send({
        kind: 'progress',
        fraction,
        ...(text === undefined ? {} : { text: String(text).slice(0, maxProgressText) }),
      })
    },
    end() {
      ended = true
    },
  }
}

/** Fields as JSON has them; what JSON cannot write is named by its type, so that a log line never fails an attempt. */
function plainFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plainField(value)]))
}

function plainField(value: unknown): unknown {
  if (value instanceof Error) return value.stack ?? value.message
  try {
    const text = JSON.stringify(value)
    if (text === undefined) return String(value)
    return text.length > maxLogMessage ? `${text.slice(0, maxLogMessage)}…` : JSON.parse(text)
  } catch {
    return String(value).slice(0, maxLogMessage)
  }
}
