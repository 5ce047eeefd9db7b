import * as z from 'zod'
import { bucketPrefix, visibility } from './scalars.ts'

/** What a deployment reads of `infrastructure.<part>.config`, by provider. Other providers' settings are not judged. */
export const configSchemas = {
  dynamodb: z.looseObject({
    point_in_time_recovery: z.boolean().optional(),
    deletion_protection: z.boolean().optional(),
  }),
  sqs: z.looseObject({
    visibility_timeout: visibility.optional(),
    // The consumer of dead letters gives a job up at the 8th receive (engine/handle-dead-letter.ts) and must have one of its own.
    max_receive_count: z.int().min(1).max(6).optional(),
    max_concurrency: z.int().min(2).max(1_000).optional(),
  }),
  s3: z.looseObject({ bucket_prefix: bucketPrefix.optional() }),
} as const

export type ConfiguredProvider = keyof typeof configSchemas
export type ConfigOf<Provider extends ConfiguredProvider> = z.infer<(typeof configSchemas)[Provider]>

export function isConfigured(provider: string): provider is ConfiguredProvider {
  return Object.hasOwn(configSchemas, provider)
}
