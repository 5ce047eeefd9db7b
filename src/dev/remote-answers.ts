import type { AnswerStore, KeptAnswer } from '../ports/answer-store.ts'
import type { HostRequests } from './host-requests.ts'

/** The platform's answers of models, seen from a worker thread. */
export function remoteAnswers(host: HostRequests): AnswerStore {
  return {
    get: async (key) => (await host.ask({ op: 'getAnswer', key })) as KeptAnswer | undefined,
    async put(key, answer) {
      await host.ask({ op: 'putAnswer', key, answer })
    },
  }
}
