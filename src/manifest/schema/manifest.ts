import * as z from 'zod'
import { agentSchema, agentSettingsSchema } from './agent.ts'
import { apiSchema } from './api.ts'
import { infrastructureSchema, llmSchema, projectSchema } from './platform.ts'
import { agentName, environmentName, shortText, stageName, workflowName } from './scalars.ts'
import { stageSchema } from './stage.ts'
import { workflowSchema } from './workflow.ts'

const scheduleSchema = z.strictObject({
  name: workflowName,
  cron: shortText,
  timezone: shortText.optional(),
  workflow: workflowName.optional(),
  input: z.json().optional(),
  catch_up: z.boolean().optional(),
})

const inboundWebhookSchema = z.strictObject({
  name: workflowName,
  path: shortText,
  workflow: workflowName.optional(),
  secret: environmentName,
  map: z.json().optional(),
})

/** The whole of agents.yaml, as written: durations and sizes are not converted, defaults not filled in. */
export const manifestSchema = z.strictObject({
  project: projectSchema,
  stages: z.record(stageName, stageSchema).optional(),
  defaults: agentSettingsSchema.optional(),
  agents: z.record(agentName, agentSchema),
  orchestration: workflowSchema.optional(),
  workflows: z.record(workflowName, workflowSchema).optional(),
  schedules: z.array(scheduleSchema).optional(),
  webhooks: z.array(inboundWebhookSchema).optional(),
  infrastructure: infrastructureSchema.optional(),
  api: apiSchema.optional(),
  llm: llmSchema.optional(),
})

export type Manifest = z.infer<typeof manifestSchema>
