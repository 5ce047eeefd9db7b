import { stackNameOf } from '../../manifest/deployment-names.ts'
import { awsFault } from '../aws/aws-fault.ts'
import { type FoundStack, findStack } from '../aws/find-stack.ts'
import { type Account, checkAccount, openAccount } from '../aws/open-account.ts'
import type { StageProject } from '../open-project.ts'

/** A stage, and the place in AWS that a command would change. */
export interface Target {
  readonly stage: string
  readonly project: StageProject
  readonly account: Account
  readonly stackName: string
  /** What stands there; undefined: nothing. */
  readonly stack: FoundStack | undefined
}

/** Finds it. Throws what is in its way: `DEPLOY_ACCOUNT`, the faults of `awsFault`. */
export async function findTarget(project: StageProject): Promise<Target> {
  const account = await openAccount(project.deployment)
  checkAccount(project.deployment, account)
  return await findTargetIn(account, project)
}

/** The same in an account that is known to be the stage's. */
export async function findTargetIn(account: Account, project: StageProject): Promise<Target> {
  const { stage } = project.deployment
  const stackName = stackNameOf({ project: project.definition.project.name, stage })
  try {
    const stack = await findStack(account.client, stackName)
    // Somebody looked at a change and never carried it out: there is nothing in it.
    const stands = stack?.status === 'REVIEW_IN_PROGRESS' ? undefined : stack
    return { stage, project, account, stackName, stack: stands }
  } catch (thrown) {
    throw awsFault(thrown, stage)
  }
}
