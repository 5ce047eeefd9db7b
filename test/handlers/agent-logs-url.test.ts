import { expect, it } from 'vitest'
import { agentLogsUrl } from '../../src/handlers/agent-logs-url.ts'

it.each([
  ['eu-central-1', 'https://eu-central-1.console.aws.amazon.com/'],
  ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/'],
])('the log of an agent in %s is found at its function in the console', (region, console) => {
  const url = agentLogsUrl({ region, agentPrefix: 'troupe-shop-dev-agent-' }, 'cleaner')
  expect(url).toBe(`${console}lambda/home?region=${region}#/functions/troupe-shop-dev-agent-cleaner?tab=monitoring`)
})
