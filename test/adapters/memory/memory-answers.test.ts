import { createMemoryAnswers } from '../../../src/adapters/memory/memory-answers.ts'
import { answerStoreSuite } from '../../suites/answer-store.suite.ts'

const answers = createMemoryAnswers()
answerStoreSuite('memory', async () => answers)
