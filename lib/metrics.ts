import { Metric, SearchExpression } from 'aws-cdk-lib/aws-cloudwatch'
import { Duration } from 'aws-cdk-lib/core'

/** Where the handlers' embedded metrics go, with the stack's name as the dimension `stack`. */
const namespace = 'Troupe'

const period = Duration.minutes(5)

/** Jobs of a stack that ended in this status, within 5 minutes. */
export function jobsFinished(stackName: string, status: string): Metric {
  const dimensionsMap = { stack: stackName, status }
  return new Metric({ namespace, metricName: 'jobs_finished', dimensionsMap, statistic: 'Sum', period })
}

/** One line for each combination of the dimensions, however many there are: the dashboard does not grow with the agents. */
export function eachOf(
  stackName: string,
  { metricName, dimensions, statistic }: { metricName: string; dimensions: readonly string[]; statistic: string },
): SearchExpression {
  const schema = [namespace, ...['stack', ...dimensions].sort()].join(',')
  const search = `{${schema}} MetricName="${metricName}" stack="${stackName}"`
  return new SearchExpression({ expression: `SEARCH('${search}', '${statistic}')`, label: '', period })
}

/** Lambda's own metric of every agent. The words of the prefix are all in the names; nothing else is called so. */
export function eachAgent(agentPrefix: string, metricName: string): SearchExpression {
  const words = agentPrefix.replace(/-$/, '')
  const expression = `SEARCH('{AWS/Lambda,FunctionName} MetricName="${metricName}" ${words}', 'Sum')`
  return new SearchExpression({ expression, label: '', period })
}
