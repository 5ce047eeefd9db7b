import * as z from 'zod'
import { projectName, regionName, shortText } from './scalars.ts'

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
})

export const apiSchema = z.strictObject({
  kind: z.enum(['http', 'rest', 'function-url']).optional(),
  auth: z.enum(['iam', 'jwt', 'api-key']).optional(),
  throttle: z
    .strictObject({ rate: z.number().min(1).max(10_000).optional(), burst: z.int().min(1).max(5_000).optional() })
    .optional(),
})

export const llmSchema = z.strictObject({
  provider: z.enum(['bedrock', 'anthropic', 'openai', 'openai-compatible', 'scripted']),
  model: shortText.optional(),
  region: regionName.optional(),
  fallback_model: shortText.optional(),
  base_url: z.url({ protocol: /^https?$/ }).optional(),
})

export type ApiDocument = z.infer<typeof apiSchema>
export type LlmDocument = z.infer<typeof llmSchema>
