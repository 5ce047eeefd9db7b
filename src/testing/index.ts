export type { Execution } from '../ports/agent-executor.ts'
export { type Trial, tryAgent } from './try-agent.ts'
