import { Fault } from '../core/fault.ts'
import type { AgentHost } from './agent-host.ts'

/** What an agent says is kept by others (a log, another thread): a loop must not say things without end. */
const maxLogLines = 10_000
const maxLogMessage = 10_000
const minProgressMs = 100
const maxProgressText = 200

/**
 * The host with limits on what the author's code may say, as plain JSON, so that a log line never fails an attempt. After
 * `end` it carries nothing on: code that runs late is mute. One line beyond the limit of 10,000 passes, for whoever counts.
 */
export function limitedHost(host: AgentHost): AgentHost & { end(): void } {
  const { signal, deadline, blobs, answers, memory, log, progress, spent, cacheAsked } = host
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
    ...(answers === undefined
      ? {}
      : {
          answers: {
            get: (key) => whileRunning(() => answers.get(key)),
            put: (key, answer) => whileRunning(() => answers.put(key, answer)),
          },
        }),
    ...(memory === undefined
      ? {}
      : {
          memory: {
            remember: (place, entry) => whileRunning(() => memory.remember(place, entry)),
            recall: (place, asked) => whileRunning(() => memory.recall(place, asked)),
            forget: (place, id) => whileRunning(() => memory.forget(place, id)),
          },
        }),
    log(level, message, fields) {
      lines += 1
      if (ended || lines > maxLogLines + 1) return
      log(level, String(message).slice(0, maxLogMessage), fields === undefined ? undefined : plainFields(fields))
    },
    progress(fraction, text) {
      const now = performance.now()
      if (ended || now - progressAt < minProgressMs) return
      progressAt = now
      progress(fraction, text === undefined ? undefined : String(text).slice(0, maxProgressText))
    },
    spent(usage) {
      if (!ended) spent?.(usage)
    },
    cacheAsked(isHit) {
      if (!ended) cacheAsked?.(isHit)
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
