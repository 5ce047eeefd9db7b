import { relative, resolve } from 'node:path'
import type { SynthesizedStage } from '../../../lib/synthesize-stage.ts'
import { stackNameOf } from '../../manifest/deployment-names.ts'
import { requireDeployTools } from '../aws/deploy-tools.ts'
import { type LambdaSize, sizeLines } from '../lambda-sizes.ts'
import { fileFlag, openStageProject, plural, type StageProject, sayFindings } from '../open-project.ts'
import { writeJson } from '../output.ts'
import { type Run, sayNext } from '../run-command.ts'
import { synthesize } from './synthesize.ts'

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
  requireDeployTools()
  sayFindings(run, project)
  const outdir = resolve(out)
  const made = await synthesize(project, outdir)
  if (output.json) writeJson(output, synthesis(project, { ...made, outdir }))
  else output.stdout.write(description(project, { ...made, outdir }))
  sayNext(output, [
    [`troupe diff --stage ${stage}${fileFlag(file)}`, 'what a deployment would change'],
    [`troupe deploy --stage ${stage}${fileFlag(file)}`, 'deploy it'],
  ])
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
