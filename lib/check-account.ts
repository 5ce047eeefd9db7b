import { Fault } from '../src/core/fault.ts'
import type { DeploymentPlan } from './deployment-plan.ts'

/**
 * Throws the fault `DEPLOY_ACCOUNT`.
 * @param account of the credentials; undefined without any: nothing can be deployed then, but a template may be made
 */
export function checkAccount({ stage, account: wanted }: DeploymentPlan, account: string | undefined): void {
  if (wanted === undefined || account === undefined || wanted === account) return
  throw new Fault('DEPLOY_ACCOUNT', { stage, wanted, account })
}
