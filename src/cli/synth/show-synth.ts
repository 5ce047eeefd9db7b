import { relative, resolve } from 'node:path'
import type { SynthesizedStage } from '../../../lib/synthesize-stage.ts'
import { readDeployEnv } from '../../env.ts'
import { stackNameOf } from '../../manifest/deployment-names.ts'
import { renderFindings } from '../../manifest/render-findings.ts'
import { requireDeployTools } from '../aws/deploy-tools.ts'
import { type LambdaSize, sizeLines } from '../lambda-sizes.ts'
import { fileFlag, openStageProject, plural, type StageProject } from '../open-project.ts'
import { writeJson } from '../output.ts'
import { type Run, sayNext } from '../run-command.ts'

export interface SynthOptions {
  readonly stage: string
  readonly out: string
}

/**
 * Makes what a deployment gives to AWS, and says what is in it. Throws `MANIFEST_NOT_FOUND`, `MANIFEST_INVALID`,
 * `DEPLOY_TOOLS_MISSING`, `DEPLOY_ACCOUNT`, `AGENT_BUNDLE_FAILED`.
 */
export async function showSynth(run: Run, { stage, out }: SynthOptions): Promise<void> {
  const { output, file } = run
  const project = openStageProject(run, stage)
  const { findings, text } = project
  requireDeployTools()
  if (!output.json && findings.length > 0)
    output.stderr.write(renderFindings(findings, text, { color: output.stderr.color }))
  const outdir = resolve(out)
  const made = await synthesize(project, outdir)
  if (output.json) writeJson(output, synthesis(project, { ...made, outdir }))
  else output.stdout.write(description(project, { ...made, outdir }))
  sayNext(output, [
    [`troupe diff --stage ${stage}${fileFlag(file)}`, 'what a deployment would change'],
    [`troupe deploy --stage ${stage}${fileFlag(file)}`, 'deploy it'],
  ])
}

/** In this process: what is wrong comes as faults, and the CDK's command line would add nothing but the time it takes. */
async function synthesize({ directory, definition, deployment }: StageProject, outdir: string) {
  const { createStageApp } = await import('../../../lib/stage-app.ts')
  const { deploymentPlan } = await import('../../../lib/deployment-plan.ts')
  const { synthesizeProject } = await import('../../../lib/synthesize-stage.ts')
  // A stack that the CDK's validator refuses is thrown then, not only told.
  const app = createStageApp({ outdir, context: { 'aws:cdk:app-mode': 'inmemory' } })
  const plan = deploymentPlan(definition, deployment)
  return await synthesizeProject(app, { directory, definition, plan }, readDeployEnv())
}

interface Made extends SynthesizedStage {
  readonly outdir: string
}

/** The document of `synth --json`. */
function synthesis({ definition, deployment }: StageProject, { templates, code, outdir }: Made) {
  const { stage, account, region } = deployment
  return {
    stage,
    stackName: stackNameOf({ project: definition.project.name, stage }),
    account: account ?? null,
    region: region ?? null,
    outdir,
    resources: resourcesOf(templates),
    templates,
    agents: sizesOf(code.agents),
    handlers: sizesOf(code.handlers),
  }
}

function description({ definition, deployment }: StageProject, { templates, code, outdir }: Made): string {
  const { stage, region } = deployment
  const stack = stackNameOf({ project: definition.project.name, stage })
  const nested = templates.length === 1 ? '' : ` in ${templates.length} templates`
  const agents = sizesOf(code.agents)
  return [
    `${stack}: stage ${stage}${region === undefined ? '' : ` in ${region}`}, ${plural(agents.length, 'agent')}\n`,
    `${plural(resourcesOf(templates), 'resource')}${nested}; code of the agents and of the platform, unpacked:\n`,
    sizeLines(agents, sizesOf(code.handlers)),
    `All of it is in ${relative('', outdir) || '.'}\n`,
  ].join('')
}

function resourcesOf(templates: Made['templates']): number {
  return templates.reduce((sum, { resources }) => sum + resources, 0)
}

function sizesOf(folders: Readonly<Record<string, { readonly bytes: number }>>): LambdaSize[] {
  return Object.entries(folders).map(([name, { bytes }]) => ({ name, bytes }))
}
