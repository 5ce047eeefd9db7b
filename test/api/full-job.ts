import { aDefinition } from '../planner/a-plan.ts'
import { ServedApi } from './served-api.ts'

export const definition = aDefinition([
  { name: 'clean', run: 'a' },
  { name: 'full', if: 'input.kind == "full"', run: '(b | c)', else: 'd' },
  { name: 'doubtful', if: 'results.b.trust < 0.5', run: 'e' },
])
export const agents = { a: () => ({ rows: 3 }), b: () => ({ trust: 0.4 }), e: () => 'report' }
export const api = (): ServedApi => new ServedApi(definition, agents)
/** Of a job with all of these rules. */
export const full = { input: { kind: 'full' } }
