import { awsConsole } from '../core/aws-console.ts'
import type { CloudEnv } from '../env.ts'

/**
 * Where a person finds the log of an agent in the browser, logged in to its account: at its function, which names it. AWS
 * names the log groups itself, and the API knows none of another function.
 */
export function agentLogsUrl({ region, agentPrefix }: Pick<CloudEnv, 'region' | 'agentPrefix'>, agent: string): string {
  return `${awsConsole(region)}/lambda/home?region=${region}#/functions/${agentPrefix}${agent}?tab=monitoring`
}
