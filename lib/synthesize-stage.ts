import { dirname, join, resolve } from 'node:path'
import type { App } from 'aws-cdk-lib/core'
import type { DeployEnv } from '../src/env.ts'
import { defaultStage } from '../src/manifest/deployment-names.ts'
import { bundleHandlers } from './bundle-handlers.ts'
import { bundledCode } from './bundled-code.ts'
import { checkAccount } from './check-account.ts'
import { PlatformStack } from './platform-stack.ts'
import { readStage } from './read-stage.ts'

/**
 * Makes the stack of one stage of the project in the working directory, and writes it to the app's output directory.
 *
 * `-c file=…` names another agents.yaml. Throws the faults `MANIFEST_INVALID`, `DEPLOY_ACCOUNT`,
 * `AGENT_BUNDLE_FAILED`.
 */
export async function synthesizeStage(app: App, env: DeployEnv, say: (text: string) => void): Promise<void> {
  const stage = chosenStage(app, env)
  const file: string = app.node.tryGetContext('file') ?? 'agents.yaml'
  const { definition, plan } = readStage(file, stage, say)
  checkAccount(plan, env.account)
  const projectDirectory = dirname(resolve(file))
  const bundles = await bundleHandlers({ projectDirectory, definition, outdir: join(app.outdir, 'lambda') })
  new PlatformStack(app, plan, bundledCode(bundles))
  app.synth()
}

/** That of the context (`-c stage=prod`), else of the environment, else `dev`: never prod because nobody said otherwise. */
export function chosenStage(app: App, env: DeployEnv): string {
  return app.node.tryGetContext('stage') ?? env.stage ?? defaultStage
}
