import * as z from 'zod'
import { llmSchema } from './platform.ts'
import {
  agentName,
  codeFile,
  environmentName,
  errorCodeName,
  exportName,
  memory,
  pause,
  resultName,
  shortText,
  timeout,
} from './scalars.ts'

const environmentValue = z.union([z.string(), z.number(), z.boolean()])

const environment = z.union([z.array(environmentName), z.record(environmentName, environmentValue)]).meta({
  description:
    'Names taken from the environment of the platform, or a map of name to value. Secrets belong in the first.',
})

export const retrySchema = z.strictObject({
  max_attempts: z
    .int()
    .min(1)
    .max(20)
    .optional()
    .meta({ description: 'Attempts in all, the first included. Default 3.' }),
  backoff: z.enum(['exponential', 'linear', 'fixed']).optional(),
  initial: pause.optional(),
  max: pause.optional(),
  jitter: z.enum(['full', 'none']).optional(),
  on: z.array(errorCodeName).min(1).optional().meta({ description: 'Error codes that are tried again. Default: all.' }),
})

export const onErrorSchema = z.union([z.enum(['fail', 'continue']), z.strictObject({ fallback: agentName })])

const runtimeShape = { timeout: timeout.optional(), memory: memory.optional(), environment: environment.optional() }
const concurrency = z.int().min(1).max(1_000).optional().meta({ description: 'Attempts at once, over all jobs.' })

/** What `defaults` and `stages` may say of agents. */
export const agentSettingsSchema = z.strictObject({
  runtime: z.strictObject({ ...runtimeShape, concurrency }).optional(),
  retry: retrySchema.optional(),
  on_error: onErrorSchema.optional(),
  llm: llmSchema.partial().optional(),
})

const access = z.enum(['none', 'optional', 'required', 'read', 'read-only', 'write', 'read-write'])

const capabilities = z.strictObject({
  tools: z.array(exportName).optional(),
  structured_output: z.boolean().optional(),
  output_schema: exportName
    .optional()
    .meta({ description: 'A zod schema that the agent exports; outputs are checked.' }),
  context_type: exportName.optional(),
  skills: z.array(shortText).optional(),
})

export const agentSchema = agentSettingsSchema.extend({
  type: z
    .enum(['worker', 'orchestrator'])
    .optional()
    .meta({ description: 'Default worker. One orchestrator at most.' }),
  description: z.string().max(1_000).optional(),
  entry: codeFile.optional().meta({ description: 'The agent’s code. Default agents/<name>/agent.ts.' }),
  runtime: z
    .strictObject({ ...runtimeShape, concurrency, triggers: z.array(z.enum(['sqs_queue'])).optional() })
    .optional(),
  capabilities: capabilities.optional(),
  input_schema: exportName.optional(),
  dependencies: z
    .strictObject({
      database: access.optional(),
      storage: access.optional(),
      queue: access.optional(),
      memory: z
        .union([z.enum(['none', 'required']), z.strictObject({ scope: agentName })])
        .optional()
        .meta({
          description: 'Default none. Agents that name the same scope share it; `required` is the agent’s own.',
        }),
      external_apis: z.array(shortText).optional(),
    })
    .optional(),
  outputs: z.strictObject({ database_field: resultName.optional() }).optional(),
})

export type AgentDocument = z.infer<typeof agentSchema>
export type AgentSettings = z.infer<typeof agentSettingsSchema>
export type RetryDocument = z.infer<typeof retrySchema>
export type OnErrorDocument = z.infer<typeof onErrorSchema>
