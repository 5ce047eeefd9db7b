import * as z from 'zod'
import { shortText, stepName } from './scalars.ts'

const rate = z.number().min(1).max(10_000).optional().meta({ description: 'Requests a second.' })
const burst = z.int().min(1).max(5_000).optional()

/** How jobs are reached on AWS. Which of these go together is checked in checks/api.ts. */
export const apiSchema = z.strictObject({
  kind: z.enum(['http', 'rest', 'function-url']).optional().meta({ description: 'Default http.' }),
  auth: z.enum(['iam', 'jwt', 'api-key']).optional().meta({ description: 'Default iam.' }),
  throttle: z.strictObject({ rate, burst }).optional().meta({ description: 'All requests together.' }),
  jwt: z
    .strictObject({ issuer: z.url({ protocol: /^https$/ }), audience: z.array(shortText).min(1) })
    .optional()
    .meta({ description: 'Whose tokens are taken, with auth: jwt.' }),
  clients: z
    .array(stepName)
    .min(1)
    .max(100)
    .optional()
    .meta({ description: 'Each has an API key of its own, with auth: api-key. Default one, called default.' }),
  per_client: z
    .strictObject({ rate, burst, per_day: z.int().min(1).max(100_000_000).optional() })
    .optional()
    .meta({ description: 'Limits of each API key, with auth: api-key.' }),
})

export type ApiDocument = z.infer<typeof apiSchema>
