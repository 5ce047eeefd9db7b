import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { Fault } from '../../core/fault.ts'
import type { StackOutput } from '../../manifest/deployment-names.ts'
import { unknownSource } from '../logs/unknown-source.ts'
import type { StageProject } from '../open-project.ts'
import { clientSettings } from './client-settings.ts'
import type { FunctionLog } from './log-group-reader.ts'
import type { DeployedStage } from './stage-outputs.ts'

/** The platform's own functions, by what their logs are called. */
const platformLogs: Readonly<Record<string, StackOutput>> = {
  planner: 'PlannerLog',
  api: 'ApiLog',
  sweeper: 'SweeperLog',
  'dead-letters': 'DeadLettersLog',
  events: 'EventsLog',
}

/** Requests to Lambda at once. */
const atOnce = 10

/**
 * The logs of a stage's functions. What agents.yaml has and the stage has not yet is left out, unless it alone was asked
 * for. Throws `LOG_SOURCE_UNKNOWN`, `STAGE_AGENT_MISSING`, `STAGE_INCOMPLETE` and what the client throws.
 * @param wanted one of them; undefined: all
 */
export async function functionLogs(
  { definition, deployment }: StageProject,
  deployed: DeployedStage,
  wanted: string | undefined,
): Promise<FunctionLog[]> {
  const platform = Object.entries(platformLogs).filter(([name]) => name !== 'events' || deployment.events)
  const workers = Object.values(definition.agents).filter(({ type }) => type === 'worker')
  const agents = workers.map(({ name }) => name)
  const known = [...platform.map(([name]) => name), ...agents]
  if (wanted !== undefined && !known.includes(wanted)) throw unknownSource(wanted, known)
  const isWanted = (name: string): boolean => wanted === undefined || name === wanted
  const own = platform
    .filter(([name]) => isWanted(name))
    .flatMap(([source, name]): FunctionLog[] => {
      const logGroup = wanted === undefined ? deployed.outputs[name] : deployed.output(name)
      return logGroup === undefined ? [] : [{ source, logGroup }]
    })
  return [...own, ...(await agentLogs(deployed, agents.filter(isWanted), wanted !== undefined))]
}

async function agentLogs(deployed: DeployedStage, agents: readonly string[], isOnly: boolean): Promise<FunctionLog[]> {
  const { client, region, stage } = deployed
  const lambda = new LambdaClient({ ...clientSettings(region), credentials: client.config.credentials })
  const found: FunctionLog[] = []
  for (let start = 0; start < agents.length; start += atOnce) {
    const some = agents.slice(start, start + atOnce)
    found.push(...(await Promise.all(some.map((agent) => agentLog(lambda, deployed, agent)))).flat())
  }
  const [only] = agents
  if (isOnly && only !== undefined && found.length === 0) throw new Fault('STAGE_AGENT_MISSING', { stage, agent: only })
  return found
}

async function agentLog(lambda: LambdaClient, deployed: DeployedStage, agent: string): Promise<FunctionLog[]> {
  const FunctionName = `${deployed.output('AgentPrefix')}${agent}`
  try {
    const { LoggingConfig } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
    // Where a function logs that was told nothing.
    return [{ source: agent, logGroup: LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}` }]
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'ResourceNotFoundException') return []
    throw thrown
  }
}
