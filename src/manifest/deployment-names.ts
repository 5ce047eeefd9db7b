/** A stage that needs no entry: the one that is deployed when nobody says which. */
export const defaultStage = 'dev'

interface Deployed {
  readonly project: string
  readonly stage: string
  /** Absent: the agents are in the stack itself. */
  readonly shards?: number | undefined
}

/** One stack a stage; everything with a name of its own begins with it. */
export function stackNameOf({ project, stage }: Deployed): string {
  return `troupe-${project}-${stage}`
}

/**
 * What the names of all agents' functions begin with; the agent's own name follows. With the number of shards in it: when
 * that changes, functions are made under new names before the old ones go, instead of colliding with them.
 */
export function agentPrefixOf(deployed: Deployed): string {
  const shards = deployed.shards === undefined ? '' : `s${deployed.shards}-`
  return `${stackNameOf(deployed)}-${shards}agent-`
}

/** Of a Lambda function's name. */
export const maxFunctionName = 64

/** What a deployed stack says of itself, by the names of its outputs: lib writes them, the command line reads them. */
export type StackOutput =
  | 'ApiUrl'
  | 'Table'
  | 'PlannerQueueUrl'
  | 'DeadLettersUrl'
  | 'Bucket'
  | 'AgentPrefix'
  | 'EventBus'
  | 'Region'
  | 'Dashboard'
  | 'PlannerLog'
  | 'ApiLog'
  | 'SweeperLog'
  | 'DeadLettersLog'
  | 'EventsLog'
