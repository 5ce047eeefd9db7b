import { type CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation'

/** A stack as CloudFormation knows it, whatever state it is in. */
export interface FoundStack {
  /** CloudFormation's word: `UPDATE_COMPLETE`. */
  readonly status: string
  /** Why it is in that state, if it says. */
  readonly reason?: string
  readonly outputs: Readonly<Record<string, string>>
  /** Whether AWS refuses to delete it. */
  readonly isProtected: boolean
}

/** Answers undefined when there is none of this name. Throws what the client throws. */
export async function findStack(client: CloudFormationClient, stackName: string): Promise<FoundStack | undefined> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }))
    const stack = Stacks?.[0]
    return stack === undefined ? undefined : foundStack(stack)
  } catch (thrown) {
    if (saysThatThereIsNone(thrown)) return undefined
    throw thrown
  }
}

function foundStack({ StackStatus, StackStatusReason, Outputs = [], EnableTerminationProtection }: Stack): FoundStack {
  const outputs = Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue])
  return {
    status: StackStatus ?? 'UNKNOWN',
    ...(StackStatusReason === undefined ? {} : { reason: StackStatusReason }),
    outputs: Object.fromEntries(outputs),
    isProtected: EnableTerminationProtection === true,
  }
}

/** CloudFormation has no code of its own for it: `Stack with id troupe-shop-dev does not exist`. */
function saysThatThereIsNone(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'ValidationError' && thrown.message.endsWith('does not exist')
}
