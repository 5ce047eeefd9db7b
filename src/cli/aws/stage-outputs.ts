import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { Fault } from '../../core/fault.ts'
import { type StackOutput, stackNameOf } from '../../manifest/deployment-names.ts'
import type { StageProject } from '../open-project.ts'
import { awsFault } from './aws-fault.ts'
import { clientSettings } from './client-settings.ts'
import { type FoundStack, findStack } from './find-stack.ts'

/** A stage that stands in somebody's account. */
export interface DeployedStage {
  readonly stage: string
  readonly stackName: string
  readonly region: string
  /** A client with the caller's login, whose credentials sign other requests too. */
  readonly client: CloudFormationClient
  readonly outputs: Readonly<Partial<Record<StackOutput, string>>>
  /** One of them. Throws `STAGE_INCOMPLETE` when the stack does not say it. */
  output(name: StackOutput): string
}

/**
 * Finds the stack of a stage and what it says of itself.
 * Throws `STAGE_NOT_DEPLOYED`, `STAGE_UNUSABLE` and the faults of `awsFault`.
 */
export async function readDeployedStage({ definition, deployment }: StageProject): Promise<DeployedStage> {
  const { stage } = deployment
  const stackName = stackNameOf({ project: definition.project.name, stage })
  const client = new CloudFormationClient(clientSettings(deployment.region))
  try {
    const region = await client.config.region()
    const { outputs } = usable(await findStack(client, stackName), { stage, stack: stackName, region })
    return {
      ...{ stage, stackName, region, client, outputs },
      output(name) {
        const value = outputs[name]
        if (value === undefined || value === '') throw new Fault('STAGE_INCOMPLETE', { stage, output: name })
        return value
      },
    }
  } catch (thrown) {
    throw awsFault(thrown, stage)
  }
}

/**
 * An update that failed, was rolled back or goes on leaves what stood before it in service; a creation does not, and what
 * is being deleted is half gone. `REVIEW_IN_PROGRESS` is a change that nobody ever carried out.
 */
function usable(
  stack: FoundStack | undefined,
  named: { readonly stage: string; readonly stack: string; readonly region: string },
): FoundStack {
  if (stack === undefined || stack.status === 'REVIEW_IN_PROGRESS') throw new Fault('STAGE_NOT_DEPLOYED', named)
  if (/^(CREATE_COMPLETE|UPDATE_|IMPORT_)/.test(stack.status)) return stack
  throw new Fault('STAGE_UNUSABLE', { ...named, status: stack.status })
}
