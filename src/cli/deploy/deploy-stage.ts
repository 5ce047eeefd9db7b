import { Fault } from '../../core/fault.ts'
import { askYes } from '../ask-yes.ts'
import { checkBootstrap } from '../aws/bootstrap.ts'
import { requireDeployTools } from '../aws/deploy-tools.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { openStageProject, sayFindings } from '../open-project.ts'
import { paint } from '../paint.ts'
import type { Run } from '../run-command.ts'
import { carryOut, sayInterrupted } from './carry-out.ts'
import { checkState, isNeverMade } from './check-state.ts'
import { type Change, countMade, findChange } from './find-change.ts'
import { sayDeployed } from './say-deployed.ts'
import { findTarget, type Target } from './target.ts'
import { cdk, type Toolkit } from './toolkit.ts'

export interface DeployOptions {
  readonly stage: string
  readonly yes?: true
  readonly hotswap?: true
}

/**
 * Deploys a stage: looks for everything that could be in the way, shows the change, asks, carries it out.
 *
 * Throws before anything is changed `MANIFEST_INVALID`, `MANIFEST_UNKNOWN_STAGE`, `CLI_OPTION_INVALID`,
 * `DEPLOY_TOOLS_MISSING`, `DEPLOY_ACCOUNT`, `DEPLOY_NOT_BOOTSTRAPPED`, `DEPLOY_STACK_BUSY`, `DEPLOY_STACK_STUCK`,
 * `AGENT_BUNDLE_FAILED`, `DEPLOY_CDK_FAILED`, `CLI_INPUT_NEEDED` and the faults of `awsFault`; afterwards `DEPLOY_FAILED`.
 */
export async function deployStage(run: Run, options: DeployOptions, toolkit: Toolkit = cdk): Promise<ExitCode> {
  const project = openStageProject(run, options.stage)
  if (options.hotswap === true && project.deployment.protected) {
    const limit = 'left out: what a protected stage is made of is changed by its stack alone'
    throw new Fault('CLI_OPTION_INVALID', { option: '--hotswap', met: 'given', limit, command: 'deploy' })
  }
  requireDeployTools()
  sayFindings(run, project)
  const target = await findTarget(project)
  checkState(target)
  await checkBootstrap(target.account, target.stage)
  run.output.stderr.write(`${headline(target)}\n`)
  const change = await findChange(run, target, toolkit)
  if (change === undefined) return exitCodes.interrupted
  show(run, target, change)
  if (change.isNone) return await sayDeployed(run, target, { isChanged: false })
  if (options.yes !== true && !(await askYes(run.output, { message: 'Deploy this?', flag: '--yes' }))) {
    run.output.stderr.write('Nothing was changed\n')
    return exitCodes.failed
  }
  const flags = options.hotswap === true ? ['--hotswap-fallback'] : []
  const hasEnded = await carryOut(run, { target, toolkit, flags })
  return hasEnded ? await sayDeployed(run, target, { isChanged: true }) : await sayInterrupted(run, target)
}

function headline({ stage, stackName, stack, account: { id, caller, region } }: Target): string {
  const place = `stage ${stage}: stack ${stackName} in account ${id}, ${region}, as ${caller}`
  if (stack === undefined) return `${place}\nIt is new`
  return isNeverMade(stack.status) ? `${place}\nIts first deployment failed; what is left is deleted first` : place
}

/** Of a new stage the kinds of resources say more than hundreds of lines; `troupe diff` has those. */
function show({ output: { stderr } }: Run, { stack }: Target, change: Change): void {
  if (change.isNone) return stderr.write('Nothing changes\n')
  if (stack !== undefined && !isNeverMade(stack.status)) return stderr.write(change.text)
  for (const [type, count] of countMade(change)) {
    stderr.write(`  ${paint(stderr, 'green', `+ ${String(count).padStart(3)}`)} ${type}\n`)
  }
}
