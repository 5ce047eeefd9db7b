import { Fault } from '../../core/fault.ts'
import { stackUrl } from '../aws/console-url.ts'
import type { Target } from './target.ts'

/** Throws `DEPLOY_STACK_BUSY`, `DEPLOY_STACK_STUCK` when nothing can be done to the stack in the state that it is in. */
export function checkState({ stage, stackName: stack, stack: found, account: { region } }: Target): void {
  if (found === undefined) return
  const { status, isProtected } = found
  if (status.endsWith('_IN_PROGRESS')) {
    throw new Fault('DEPLOY_STACK_BUSY', { stage, stack, status, console: stackUrl(region, stack) })
  }
  // The CDK deletes what is left of a creation that failed and begins again; a protected stack it cannot delete.
  const repair = isProtected && isNeverMade(status) ? 'destroy' : repairs[status]
  if (repair === undefined) return
  const name = `--stack-name ${stack} --region ${region}`
  const command = repair === 'destroy' ? `troupe destroy --stage ${stage}` : `aws cloudformation ${repair} ${name}`
  throw new Fault('DEPLOY_STACK_STUCK', { stage, stack, status, command })
}

/** Whether its creation failed and was taken back, so that nothing of it ever served. */
export function isNeverMade(status: string): boolean {
  return status === 'ROLLBACK_COMPLETE' || status === 'ROLLBACK_FAILED'
}

const repairs: Readonly<Record<string, 'destroy' | 'continue-update-rollback' | 'rollback-stack'>> = {
  CREATE_FAILED: 'destroy',
  DELETE_FAILED: 'destroy',
  UPDATE_FAILED: 'rollback-stack',
  UPDATE_ROLLBACK_FAILED: 'continue-update-rollback',
}
