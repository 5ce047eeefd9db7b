import * as z from 'zod'
import { instant } from './scalars.ts'

export const agent = z
  .strictObject({
    name: z.string(),
    type: z.enum(['worker', 'orchestrator']),
    description: z.string(),
    skills: z.array(z.string()),
    tools: z.array(z.string()),
    version: z.string().meta({ description: 'Of the project that declares it' }),
    timeoutMs: z.int(),
    memoryMb: z.number(),
    attempts: z.int().meta({ description: 'Ended attempts that the platform has counted' }),
    successRate: z.number().min(0).max(1).optional().meta({ description: 'Absent before the first attempt' }),
    p50Ms: z.number().optional(),
    p95Ms: z.number().optional(),
    lastSeenAt: instant.optional(),
    health: z.enum(['unknown', 'healthy', 'degraded', 'failing']).meta({
      description: 'By the success rate: from 0.9 healthy, from 0.5 degraded; unknown before the first attempt',
    }),
  })
  .meta({ id: 'Agent' })

export const agentList = z.strictObject({ agents: z.array(agent) }).meta({ id: 'AgentList' })

export const health = z
  .strictObject({
    status: z.enum(['ok', 'unavailable']),
    version: z.string().meta({ description: 'Of the platform' }),
    definition: z.string().meta({ description: 'Hash of the definition in force' }),
    store: z.enum(['ok', 'unavailable']),
  })
  .meta({ id: 'Health' })

export type Agent = z.infer<typeof agent>
export type AgentList = z.infer<typeof agentList>
export type Health = z.infer<typeof health>
