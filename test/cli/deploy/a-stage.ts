import { type DeployOptions, deployStage } from '../../../src/cli/deploy/deploy-stage.ts'
import type { RunOptions } from '../aws/run-double.ts'
import type { ACdk } from './a-cdk.ts'
import { type AnAws, type AStack, anAws, bootstrapped } from './an-aws.ts'
import type { aShop } from './on-aws.ts'

export const stackName = 'troupe-shop-dev'

export const standing: AStack = {
  status: 'UPDATE_COMPLETE',
  outputs: { ApiUrl: 'https://api.example', Dashboard: 'board' },
}

/** An account that is prepared, with the stack in this state. */
export function withStack(stack: AStack): AnAws {
  return anAws({ stacks: { CDKToolkit: bootstrapped, [stackName]: stack } })
}

export type DeployTry = Partial<DeployOptions> & RunOptions & { login?: Record<string, string | undefined> }

/** `troupe deploy` of the shop, with this AWS and this CDK. */
export function deployerOf({ onAws }: Pick<ReturnType<typeof aShop>, 'onAws'>) {
  return (aws: AnAws, cdk: ACdk, options: DeployTry = { yes: true }) =>
    onAws(aws, (run) => deployStage(run, { stage: 'dev', ...options }, cdk.toolkit), options)
}
