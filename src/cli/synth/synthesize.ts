import type { SynthesizedStage } from '../../../lib/synthesize-stage.ts'
import { readDeployEnv } from '../../env.ts'
import type { StageProject } from '../open-project.ts'

/**
 * Makes the stack of a stage and all code that it uploads, in this process: what is wrong comes as faults, and the CDK's
 * command line would add nothing but the time it takes. Throws `DEPLOY_ACCOUNT`, `AGENT_BUNDLE_FAILED`.
 */
export async function synthesize(
  { directory, definition, deployment }: StageProject,
  outdir: string,
): Promise<SynthesizedStage> {
  const { createStageApp } = await import('../../../lib/stage-app.ts')
  const { deploymentPlan } = await import('../../../lib/deployment-plan.ts')
  const { synthesizeProject } = await import('../../../lib/synthesize-stage.ts')
  // A stack that the CDK's validator refuses is thrown then, not only told.
  const app = createStageApp({ outdir, context: { 'aws:cdk:app-mode': 'inmemory' } })
  const plan = deploymentPlan(definition, deployment)
  return await synthesizeProject(app, { directory, definition, plan }, readDeployEnv())
}
