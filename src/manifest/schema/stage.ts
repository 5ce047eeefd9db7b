import * as z from 'zod'
import { agentSettingsSchema } from './agent.ts'
import { accountId, agentName, regionName, retention } from './scalars.ts'

/** What differs where the file is deployed. */
export const stageSchema = z.strictObject({
  account: accountId.optional().meta({ description: 'Deploying with credentials of another account is refused.' }),
  region: regionName.optional(),
  defaults: agentSettingsSchema.optional(),
  agents: z.record(agentName, agentSettingsSchema).optional(),
  protected: z.boolean().optional().meta({
    description: 'Whether jobs and files outlive the stack, which cannot be deleted by accident. Default: not for dev.',
  }),
  retention: retention.optional().meta({ description: 'How long ended jobs are kept. Default: for ever.' }),
  log_retention: retention.optional().meta({ description: 'Default 7 d, for a protected stage 90 d.' }),
  tracing: z.boolean().optional().meta({ description: 'X-Ray traces of every Lambda. Default false.' }),
  alarms: z.strictObject({ email: z.email() }).optional(),
})

export type StageDocument = z.infer<typeof stageSchema>
