import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { Fault } from '../../core/fault.ts'
import type { DeploymentSettings } from '../../manifest/deployment-settings.ts'
import { awsFault } from './aws-fault.ts'
import { clientSettings } from './client-settings.ts'

/** The account and region that a stage would go to with these credentials. */
export interface Account {
  readonly id: string
  /** Who calls, as AWS names it. */
  readonly caller: string
  readonly region: string
  readonly client: CloudFormationClient
}

/** Asks AWS who calls. Throws the faults of `awsFault`. */
export async function openAccount({ stage, region: wanted }: DeploymentSettings): Promise<Account> {
  try {
    const client = new CloudFormationClient(clientSettings(wanted))
    const region = await client.config.region()
    const identity = await new STSClient(clientSettings(region)).send(new GetCallerIdentityCommand())
    return { id: identity.Account ?? '', caller: identity.Arn ?? '', region, client }
  } catch (thrown) {
    throw awsFault(thrown, stage)
  }
}

/** Throws `DEPLOY_ACCOUNT` when the stage is another account's. */
export function checkAccount({ stage, account: wanted }: DeploymentSettings, { id }: Account): void {
  if (wanted !== undefined && wanted !== id) throw new Fault('DEPLOY_ACCOUNT', { stage, wanted, account: id })
}
