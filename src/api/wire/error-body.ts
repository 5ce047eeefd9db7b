import * as z from 'zod'

export const wireFinding = z
  .strictObject({
    code: z.string(),
    level: z.enum(['error', 'warning']),
    message: z.string(),
    hint: z.string().optional(),
    at: z.string().optional().meta({ description: 'The place meant, such as body.labels.team' }),
  })
  .meta({ id: 'Finding', description: 'One of several problems in what was sent' })

export const errorDetail = z
  .strictObject({
    code: z.string().meta({ description: 'From the catalogue in docs/errors.md', example: 'JOB_NOT_FOUND' }),
    message: z.string(),
    hint: z.string().optional().meta({ description: 'One imperative sentence: the repair' }),
    at: z.string().optional(),
    requestId: z.string().meta({ description: 'Also in the header x-request-id; a client may choose it there' }),
    findings: z.array(wireFinding).optional(),
  })
  .meta({ id: 'Error' })

export const errorBody = z.strictObject({ error: errorDetail }).meta({ id: 'ErrorBody' })

export type WireFinding = z.infer<typeof wireFinding>
export type ErrorDetail = z.infer<typeof errorDetail>
export type ErrorBody = z.infer<typeof errorBody>
