import * as z from 'zod'
import { maxShards } from '../agent-shard.ts'
import { answerLife, projectName, regionName, shortText } from './scalars.ts'

// Keys that only a deployment or a model reads. They are checked here and kept for those parts.

export const projectSchema = z.strictObject({
  name: projectName,
  version: shortText.optional().meta({ description: 'Default 0.0.0.' }),
  region: regionName.optional(),
})

const config = z.record(z.string(), z.json())

export const infrastructureSchema = z.strictObject({
  database: z
    .strictObject({ provider: z.enum(['dynamodb', 'aurora-serverless-v2', 'rds-postgres']), config: config.optional() })
    .optional(),
  queue: z.strictObject({ provider: z.enum(['sqs', 'eventbridge', 'custom']), config: config.optional() }).optional(),
  storage: z.strictObject({ provider: z.enum(['s3', 'efs', 'custom']), config: config.optional() }).optional(),
  events: z
    .strictObject({ provider: z.enum(['eventbridge']) })
    .optional()
    .meta({ description: 'A bus that is told what happens to jobs. Default none: each event costs.' }),
  shards: z.int().min(1).max(maxShards).optional().meta({
    description: 'Stacks that the agents are spread over, by name. Needed beyond 100 agents.',
  }),
})

export const llmSchema = z.strictObject({
  provider: z.enum(['bedrock', 'anthropic', 'openai', 'openai-compatible', 'scripted']),
  model: shortText.optional(),
  region: regionName.optional(),
  fallback_model: shortText.optional(),
  base_url: z.url({ protocol: /^https?$/ }).optional(),
  guardrail: z
    .strictObject({ id: shortText, version: z.union([shortText, z.int().min(1)]) })
    .optional()
    .meta({ description: 'A guardrail of Bedrock, for what is asked and what is answered.' }),
  cache: answerLife.optional(),
})

export type LlmDocument = z.infer<typeof llmSchema>
