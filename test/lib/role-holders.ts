import { rolesOf, type Statement } from './iam-policy.ts'
import { tellingShop } from './planned.ts'
import { ofType, synthesized } from './synthesized.ts'

/** Of a stage with everything that has a role. */
export const { template } = synthesized(tellingShop, 'prod')
export const roles = rolesOf(template)

/** Of the one resource of a type whose logical id begins so. */
export function idOf(type: string, start: string): string {
  const found = ofType(template, type).filter(([id]) => id.startsWith(start))
  if (found.length !== 1) throw new Error(`${found.length} of ${type} ${start}`)
  return found[0]?.[0] ?? ''
}
/** Who, by the beginning of the role's logical id. */
const people = {
  planner: 'PlannerRole',
  api: 'JobApiRole',
  sweeper: 'SweeperRole',
  scheduler: 'SweeperScheduler',
  'dead-letters': 'DeadLettersRole',
  events: 'EventsRole',
  cleaner: 'AgentscleanerAgentRole',
  pricer: 'AgentspricerAgentRole',
  reader: 'AgentsreaderAgentRole',
  writer: 'AgentswriterAgentRole',
  counter: 'AgentscounterAgentRole',
} as const
export type Who = keyof typeof people
export const everybody = Object.keys(people) as Who[]
export const agents: readonly Who[] = ['cleaner', 'pricer', 'reader', 'writer', 'counter']
export const deciders: readonly Who[] = ['planner', 'dead-letters']

export function statementsOf(who: Who): readonly Statement[] {
  return roles.get(idOf('AWS::IAM::Role', people[who])) ?? []
}
