import { dirname, join, resolve } from 'node:path'
import type { App } from 'aws-cdk-lib/core'
import type { DeployEnv } from '../src/env.ts'
import { defaultStage } from '../src/manifest/deployment-names.ts'
import { bundleHandlers } from './bundle-handlers.ts'
import { type StagedHandlers, stageFolders } from './bundling/stage-folders.ts'
import { checkAccount } from './check-account.ts'
import type { DeploymentPlan } from './deployment-plan.ts'
import { readStage } from './read-stage.ts'

export interface SynthesizedStage {
  readonly plan: DeploymentPlan
  readonly code: StagedHandlers
}

/**
 * Makes the stack of one stage of the project in the working directory, and writes it to the app's output directory.
 *
 * `-c file=…` names another agents.yaml. Throws the faults `MANIFEST_INVALID`, `DEPLOY_ACCOUNT`,
 * `AGENT_BUNDLE_FAILED`.
 */
export async function synthesizeStage(
  app: App,
  env: DeployEnv,
  say: (text: string) => void,
): Promise<SynthesizedStage> {
  const stage = chosenStage(app, env)
  const file: string = app.node.tryGetContext('file') ?? 'agents.yaml'
  const { definition, plan } = readStage(file, stage, say)
  checkAccount(plan, env.account)
  // The constructs take as long to load as the agents to bundle, which is another process.
  const [bundles, { PlatformStack }, { bundledCode }] = await Promise.all([
    bundleHandlers({ projectDirectory: dirname(resolve(file)), definition, outdir: join(app.outdir, 'lambda') }),
    import('./platform-stack.ts'),
    import('./bundled-code.ts'),
  ])
  const code = stageFolders(bundles, app.assetOutdir)
  new PlatformStack(app, plan, bundledCode(code))
  app.synth()
  return { plan, code }
}

/** That of the context (`-c stage=prod`), else of the environment, else `dev`: never prod because nobody said otherwise. */
export function chosenStage(app: App, env: DeployEnv): string {
  return app.node.tryGetContext('stage') ?? env.stage ?? defaultStage
}
