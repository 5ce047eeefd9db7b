/** Where a person looks at a stage in the browser, logged in to its account. */
export function stackUrl(region: string, stack: string): string {
  const filter = new URLSearchParams({ filteringText: stack, filteringStatus: 'active' })
  return `${consoleOf(region)}/cloudformation/home?region=${region}#/stacks?${filter}`
}

export function dashboardUrl(region: string, dashboard: string): string {
  return `${consoleOf(region)}/cloudwatch/home?region=${region}#dashboards/dashboard/${encodeURIComponent(dashboard)}`
}

function consoleOf(region: string): string {
  return region.startsWith('cn-')
    ? `https://${region}.console.amazonaws.cn`
    : `https://${region}.console.aws.amazon.com`
}
