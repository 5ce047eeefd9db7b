import type { Toolkit } from '../../../src/cli/deploy/toolkit.ts'

export interface ACdk {
  readonly toolkit: Toolkit
  /** The commands with their flags, as they were run. */
  readonly runs: string[]
}

export const changed = `Stack troupe-shop-dev (aws://111122223333/eu-central-1)
Resources
[+] AWS::Lambda::Function Planner/Planner/Function PlannerFunctionFE5DCB3E
[+] AWS::Lambda::Function Agents/clerk/Agent/Function AgentsclerkAgentFunction0B71AA17
[+] AWS::SQS::Queue PlannerQueue/Facts PlannerQueueFacts3CD88205


✨  Number of stacks with differences: 1

`
export const unchanged = `Stack troupe-shop-dev (aws://111122223333/eu-central-1)
There were no differences

✨  Number of stacks with differences: 0

`

/** In the place of the CDK: says what it was told to say, and does to the account what `deploy` does. */
export function aCdk(given: {
  readonly make?: () => void
  readonly diff?: { readonly says: string; readonly exitCode?: 0 | 1 | 130 }
  readonly deploy?: { readonly says?: string; readonly exitCode?: 0 | 1 | 130; readonly does?: () => void }
}): ACdk {
  const runs: string[] = []
  const run: Toolkit['run'] = async ({ args, say }) => {
    runs.push(args.join(' '))
    if (args[0] === 'diff') {
      say(given.diff?.says ?? changed)
      return given.diff?.exitCode ?? 0
    }
    say(given.deploy?.says ?? '')
    given.deploy?.does?.()
    return given.deploy?.exitCode ?? 0
  }
  return { runs, toolkit: { make: async () => given.make?.(), run } }
}
