import * as z from 'zod'
import { type OnErrorDocument, onErrorSchema, type RetryDocument, retrySchema } from './agent.ts'
import { agentName, environmentName, longDuration, shortText, stepName, timeout } from './scalars.ts'

/** A text, or `true` and the like, which a check turns into a better finding than "wrong type". */
export const conditionText = z.union([z.string(), z.boolean(), z.number(), z.null()]).meta({
  description: 'A condition, such as input.kind == \'full\'. "always" when it is left out.',
})

const mapping = z.json().meta({ description: 'The step’s input; text may hold ${{ path }}.' })

const stepSettings = {
  when: conditionText.optional(),
  with: mapping.optional(),
  timeout: timeout.optional(),
  retry: retrySchema.optional(),
  on_error: onErrorSchema.optional(),
}

const approval = z.strictObject({
  title: z.string().min(1),
  form: z.record(z.string(), z.json()).optional(),
  by: z.array(shortText).min(1).optional(),
  expires: longDuration.optional(),
  on_expire: z.enum(['approve', 'reject']).optional(),
})
const outboundWebhook = z.strictObject({
  url: z.string().min(1),
  secret: environmentName.optional(),
  wait_for_callback: z.boolean().optional(),
  expires: longDuration.optional(),
})
const mapOver = z.strictObject({
  over: z.string().min(1),
  as: agentName,
  agent: agentName,
  with: mapping.optional(),
  max: z.int().min(1).max(1_000).optional(),
  concurrency: z.int().min(1).max(1_000).optional(),
  tolerate_failures: z.int().min(0).optional(),
})
const repeat = z.strictObject({
  agent: agentName,
  until: conditionText,
  with: mapping.optional(),
  max: z.int().min(1).max(100),
})

const unbuilt = [
  z.strictObject({ approval }),
  z.strictObject({ webhook: outboundWebhook }),
  z.strictObject({ map: mapOver }),
  z.strictObject({ repeat }),
] as const

export const entrySchema: z.ZodType<EntryDocument> = z
  .lazy(() =>
    z.union([
      agentName,
      z.strictObject({ sequential: z.array(entrySchema) }),
      z.strictObject({ parallel: z.array(entrySchema) }),
      z.strictObject({ step: stepName.optional(), agent: agentName, ...stepSettings }),
      z.strictObject({ wait: longDuration }),
      ...unbuilt,
    ]),
  )
  .meta({ id: 'entry' })

const graphNeeds = {
  needs: z.array(stepName).optional(),
  when: conditionText.optional(),
  join: z
    .union([z.enum(['all', 'any']), z.strictObject({ at_least: z.int().min(1) })])
    .optional()
    .meta({ description: 'How many of its needs must have completed. Default all.' }),
}

export const graphStepSchema = z.union([
  z.strictObject({ agent: agentName, ...stepSettings, ...graphNeeds }),
  z.strictObject({ wait: longDuration, ...graphNeeds }),
  z.strictObject({ approval, ...graphNeeds }),
  z.strictObject({ webhook: outboundWebhook, ...graphNeeds }),
  z.strictObject({ map: mapOver, ...graphNeeds }),
  z.strictObject({ repeat, ...graphNeeds }),
])

type Json = z.infer<ReturnType<typeof z.json>>

export interface AgentStepDocument {
  readonly step?: string | undefined
  readonly agent: string
  readonly when?: string | boolean | number | null | undefined
  readonly with?: Json | undefined
  readonly timeout?: number | string | undefined
  readonly retry?: RetryDocument | undefined
  readonly on_error?: OnErrorDocument | undefined
}

/** One entry of a rule's list. */
export type EntryDocument =
  | string
  | { readonly sequential: readonly EntryDocument[] }
  | { readonly parallel: readonly EntryDocument[] }
  | AgentStepDocument
  | { readonly wait: number | string }
  | { readonly approval: z.infer<typeof approval> }
  | { readonly webhook: z.infer<typeof outboundWebhook> }
  | { readonly map: z.infer<typeof mapOver> }
  | { readonly repeat: z.infer<typeof repeat> }

export type GraphStepDocument = z.infer<typeof graphStepSchema>
