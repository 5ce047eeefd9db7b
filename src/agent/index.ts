export type { RecalledEntry } from '../core/memory.ts'
export { AgentError, type AgentErrorOptions, fatal, retryable } from './agent-error.ts'
export type {
  AgentAttempt,
  AgentContext,
  AgentJob,
  AgentLog,
  AgentLogFields,
  AgentMemory,
  AgentModel,
  AgentStorage,
  AgentTool,
  MemoryOptions,
  MemoryPart,
  StoredFile,
} from './context.ts'
export { type Agent, type AgentSource, defineAgent } from './define-agent.ts'
