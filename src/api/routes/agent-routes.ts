import * as z from 'zod'
import type { AgentDefinition, Definition } from '../../core/definition.ts'
import { Fault } from '../../core/fault.ts'
import { nearestName } from '../../core/near-name.ts'
import { agentOf } from '../../planner/result-names.ts'
import type { AgentStats, ApiHost } from '../api-host.ts'
import { type Answer, apiRoute } from '../api-route.ts'
import * as wire from '../contract.ts'
import { instantText } from '../views/instant-text.ts'

const list = apiRoute(
  {
    method: 'get',
    path: '/v1/agents',
    operationId: 'listAgents',
    tag: 'agents',
    summary: 'Lists the declared agents and how they do',
    answers: { 200: { description: 'In the order of agents.yaml', schema: wire.agentList } },
    errors: [],
  },
  (host): Answer => {
    const definition = host.definition()
    const agents = Object.values(definition.agents).map((agent) => agentView(host, definition, agent))
    return { status: 200, body: { agents } }
  },
)

const get = apiRoute(
  {
    method: 'get',
    path: '/v1/agents/{name}',
    operationId: 'getAgent',
    tag: 'agents',
    summary: 'Reads a declared agent and how it does',
    params: z.strictObject({ name: z.string().meta({ description: 'As agents.yaml declares it' }) }),
    answers: { 200: { description: 'The agent', schema: wire.agent } },
    errors: [404],
  },
  (host, { params }): Answer => {
    const definition = host.definition()
    const agent = agentOf(definition, params.name)
    if (agent === undefined) throw unknownAgent(definition, params.name)
    return { status: 200, body: agentView(host, definition, agent) }
  },
)

function unknownAgent(definition: Definition, name: string): Fault {
  const near = nearestName(name, Object.keys(definition.agents))
  return new Fault('AGENT_NOT_FOUND', { agent: name, ...(near === undefined ? {} : { near }) })
}

function agentView(host: ApiHost, definition: Definition, agent: AgentDefinition): wire.Agent {
  const { name, type, description, skills, tools, timeoutMs, memoryMb } = agent
  const stats = host.agentStats?.(name)
  return {
    name,
    type,
    description,
    skills: [...skills],
    tools: [...tools],
    version: definition.project.version,
    timeoutMs,
    memoryMb,
    attempts: stats?.attempts ?? 0,
    successRate: successRate(stats),
    p50Ms: stats?.p50Ms,
    p95Ms: stats?.p95Ms,
    lastSeenAt: instantText(stats?.lastSeenAt),
    health: healthOf(successRate(stats)),
  }
}

function successRate(stats: AgentStats | undefined): number | undefined {
  return stats === undefined || stats.attempts === 0 ? undefined : stats.successes / stats.attempts
}

function healthOf(rate: number | undefined): wire.Agent['health'] {
  if (rate === undefined) return 'unknown'
  if (rate >= 0.9) return 'healthy'
  return rate >= 0.5 ? 'degraded' : 'failing'
}

export const agentRoutes = [list, get]
