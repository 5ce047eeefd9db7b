import type { FromWorker } from '../adapters/local/worker-messages.ts'
import type { AgentHost } from '../agent/agent-host.ts'
import { limitedHost } from '../agent/limited-host.ts'
import type { RemoteStores } from './remote-stores.ts'

/** The host of one attempt inside a worker thread: what it says goes to the platform as messages. */
export function threadHost(
  send: (message: FromWorker) => void,
  attempt: RemoteStores & Pick<AgentHost, 'signal' | 'deadline'>,
): AgentHost & { end(): void } {
  return limitedHost({
    ...attempt,
    log(level, message, fields) {
      send({ kind: 'log', level, message, ...(fields === undefined ? {} : { fields }) })
    },
    progress(fraction, text) {
      send({ kind: 'progress', fraction, ...(text === undefined ? {} : { text }) })
    },
    spent: (usage) => send({ kind: 'spent', usage }),
    cacheAsked: (isHit) => send({ kind: 'cacheAsked', isHit }),
  })
}
