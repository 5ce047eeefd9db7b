export { AgentError, type AgentErrorOptions, fatal, retryable } from './agent-error.ts'
export type {
  AgentAttempt,
  AgentContext,
  AgentJob,
  AgentLog,
  AgentLogFields,
  AgentModel,
  AgentStorage,
  AgentTool,
  StoredFile,
} from './context.ts'
export { type Agent, type AgentSource, defineAgent } from './define-agent.ts'
