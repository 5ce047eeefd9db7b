import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { Fault } from '../../core/fault.ts'
import type { DeploymentSettings } from '../../manifest/deployment-settings.ts'
import { awsFault } from './aws-fault.ts'
import { clientSettings } from './client-settings.ts'

/** The account and region that a stage belongs to, as these credentials see it. */
export interface Account {
  readonly id: string
  /** Who calls, as AWS names it. */
  readonly caller: string
  readonly region: string
  readonly client: CloudFormationClient
}

/** Asks AWS who calls. Throws `DEPLOY_ACCOUNT` when the stage is another account's, and the faults of `awsFault`. */
export async function openAccount({ stage, region, account }: DeploymentSettings): Promise<Account> {
  const client = new CloudFormationClient(clientSettings(region))
  const caller = await callerOf(client, stage)
  if (account !== undefined && account !== caller.id) {
    throw new Fault('DEPLOY_ACCOUNT', { stage, wanted: account, account: caller.id })
  }
  return { ...caller, client }
}

async function callerOf(client: CloudFormationClient, stage: string): Promise<Omit<Account, 'client'>> {
  try {
    const region = await client.config.region()
    const { Account: id = '', Arn: caller = '' } = await new STSClient(clientSettings(region)).send(
      new GetCallerIdentityCommand(),
    )
    return { id, caller, region }
  } catch (thrown) {
    throw awsFault(thrown, stage)
  }
}
