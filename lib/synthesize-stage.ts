import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { App } from 'aws-cdk-lib/core'
import type { Definition } from '../src/core/definition.ts'
import type { DeployEnv } from '../src/env.ts'
import { defaultStage } from '../src/manifest/deployment-names.ts'
import { bundleHandlers } from './bundle-handlers.ts'
import { type StagedHandlers, stageFolders } from './bundling/stage-folders.ts'
import { checkAccount } from './check-account.ts'
import type { DeploymentPlan } from './deployment-plan.ts'
import { readStage } from './read-stage.ts'

export interface PlannedProject {
  /** The folder of agents.yaml. */
  readonly directory: string
  readonly definition: Definition
  readonly plan: DeploymentPlan
}

/** What was written to the app's output directory. */
export interface SynthesizedStage {
  /** The stack's, then those of its shards, with how many resources each has. */
  readonly templates: readonly { readonly file: string; readonly resources: number }[]
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
  const file: string = app.node.tryGetContext('file') ?? 'agents.yaml'
  const project = { directory: dirname(resolve(file)), ...readStage(file, chosenStage(app, env), say) }
  return await synthesizeProject(app, project, env)
}

/** The same for a project that was read already. */
export async function synthesizeProject(
  app: App,
  { directory, definition, plan }: PlannedProject,
  { account }: Pick<DeployEnv, 'account'>,
): Promise<SynthesizedStage> {
  checkAccount(plan, account)
  // The constructs take as long to load as the agents to bundle, which is another process.
  const [bundles, { PlatformStack }, { bundledCode }] = await Promise.all([
    bundleHandlers({ projectDirectory: directory, definition, outdir: join(app.outdir, 'lambda') }),
    import('./platform-stack.ts'),
    import('./bundled-code.ts'),
  ])
  const code = stageFolders(bundles, app.assetOutdir)
  const stack = new PlatformStack(app, plan, bundledCode(code))
  app.synth()
  const templates = stack.node.findAll().filter(PlatformStack.isStack)
  return {
    code,
    templates: templates.map(({ templateFile: file }) => ({ file, resources: resourcesIn(join(app.outdir, file)) })),
  }
}

/** That of the context (`-c stage=prod`), else of the environment, else `dev`: never prod because nobody said otherwise. */
export function chosenStage(app: App, env: DeployEnv): string {
  return app.node.tryGetContext('stage') ?? env.stage ?? defaultStage
}

function resourcesIn(template: string): number {
  const { Resources } = JSON.parse(readFileSync(template, 'utf8')) as { readonly Resources: object }
  return Object.keys(Resources).length
}
