import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { rolesOf } from './iam-policy.ts'
import { tellingShop } from './planned.ts'
import { synthesized } from './synthesized.ts'

const roles = rolesOf(synthesized(tellingShop, 'prod').template)

/** What IAM calls the requests of an SDK command, where it is not the command's own name. */
const actionOf: Readonly<Record<string, string>> = {
  SendMessageBatch: 'sqs:SendMessage',
  GetQueueAttributes: 'sqs:GetQueueAttributes',
  Invoke: 'lambda:InvokeFunction',
  GetObject: 's3:GetObject',
  PutObject: 's3:PutObject',
  PutEvents: 'events:PutEvents',
}

describe('every request of src/adapters/aws', () => {
  const commands = globSync('src/adapters/aws/*.ts').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/new (\w+)Command\(/g)].map(([, name = '']) => name),
  )

  it.each([...new Set(commands)])('%s is granted to a role', (command) => {
    const action = actionOf[command] ?? `dynamodb:${command}`
    expect([...roles.values()].flat().some(({ actions }) => actions.includes(action))).toBe(true)
  })

  it('is found', () => {
    expect(commands.length).toBeGreaterThan(8)
  })
})
