import { isKeepable } from '../../core/answer-size.ts'
import type { AnswerStore, KeptAnswer } from '../../ports/answer-store.ts'

/** Answers of models in memory, for tests. */
export function createMemoryAnswers(): AnswerStore {
  const answers = new Map<string, KeptAnswer>()
  return {
    get: async (key) => answers.get(key),
    async put(key, answer) {
      if (isKeepable(answer.text)) answers.set(key, { ...answer })
    },
  }
}
