import { awsConsole } from '../../core/aws-console.ts'

/** Where a person looks at a stage in the browser, logged in to its account. */
export function stackUrl(region: string, stack: string): string {
  const filter = new URLSearchParams({ filteringText: stack, filteringStatus: 'active' })
  return `${awsConsole(region)}/cloudformation/home?region=${region}#/stacks?${filter}`
}

export function dashboardUrl(region: string, dashboard: string): string {
  return `${awsConsole(region)}/cloudwatch/home?region=${region}#dashboards/dashboard/${encodeURIComponent(dashboard)}`
}
