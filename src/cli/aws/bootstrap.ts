import { Fault } from '../../core/fault.ts'
import { awsFault } from './aws-fault.ts'
import { findStack } from './find-stack.ts'
import type { Account } from './open-account.ts'

/** The stack that `cdk bootstrap` makes: bucket and roles that every deployment of an account and region goes through. */
const toolkitStack = 'CDKToolkit'
/** Since then it has the role that reads what stands, which showing a change needs. */
export const wantedBootstrap = 8

/** Answers its version. Throws `DEPLOY_NOT_BOOTSTRAPPED` and the faults of `awsFault`. */
export async function checkBootstrap({ id, region, client }: Account, stage: string): Promise<number> {
  const stack = await findStack(client, toolkitStack).catch((thrown) => {
    throw awsFault(thrown, stage)
  })
  const version = Number(stack?.outputs.BootstrapVersion ?? 0)
  if (version >= wantedBootstrap) return version
  const problem =
    stack === undefined
      ? `there is no stack ${toolkitStack}`
      : `its stack ${toolkitStack} has version ${version}, and ${wantedBootstrap} is needed`
  throw new Fault('DEPLOY_NOT_BOOTSTRAPPED', { account: id, region, problem })
}
