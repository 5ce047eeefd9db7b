import { relative, resolve } from 'node:path'
import type { BundledHandlers } from '../../../lib/bundle-handlers.ts'
import { agentNamed } from '../agent-named.ts'
import { deployTools, requireDeployTools } from '../aws/deploy-tools.ts'
import { CommandFault } from '../command-fault.ts'
import { type LambdaSize, sizeLines } from '../lambda-sizes.ts'
import { fileFlag, openStageProject, type StageProject } from '../open-project.ts'
import { writeJson } from '../output.ts'
import { type Run, sayNext } from '../run-command.ts'

export interface PackageOptions {
  readonly stage: string
  readonly out: string
  readonly all?: true
}

interface PackagedLambda extends LambdaSize {
  /** From the folder of `--out`. */
  readonly folder: string
}

/**
 * Makes the folders of Lambdas, of which `index.mjs` exports `handler`. Throws `CLI_USAGE`, `MANIFEST_NOT_FOUND`,
 * `MANIFEST_INVALID`, `AGENT_NOT_FOUND`, `DEPLOY_TOOLS_MISSING`, `AGENT_BUNDLE_FAILED`.
 */
export async function packageLambdas(run: Run, name: string | undefined, options: PackageOptions): Promise<void> {
  const { output, file } = run
  if ((name === undefined) !== (options.all === true)) throw usage('Give the name of an agent, or --all')
  const project = openStageProject(run, options.stage)
  requireDeployTools(deployTools().filter((tool) => tool.name === 'esbuild'))
  const outdir = resolve(options.out)
  const made = name === undefined ? await packageAll(project, outdir) : [await packageOne(project, name, outdir)]
  if (output.json) writeJson(output, { outdir, lambdas: made })
  else {
    output.stdout.write(`In ${relative('', outdir) || '.'}, unpacked:\n`)
    output.stdout.write(sizeLines(made.map(({ folder, bytes }) => ({ name: folder, bytes }))))
  }
  sayNext(output, [[`troupe synth${fileFlag(file)}`, 'the stack that they are part of']])
}

async function packageAll({ directory, definition }: StageProject, outdir: string): Promise<PackagedLambda[]> {
  const { bundleHandlers } = await import('../../../lib/bundle-handlers.ts')
  const bundled: BundledHandlers = await bundleHandlers({ projectDirectory: directory, definition, outdir })
  const folders = { ...bundled.agents, ...bundled.handlers, definition: bundled.definition }
  return await Promise.all(Object.entries(folders).map(([name, folder]) => packaged(name, folder, outdir)))
}

async function packageOne(project: StageProject, name: string, outdir: string): Promise<PackagedLambda> {
  const agent = agentNamed(project, name)
  if (agent.type !== 'worker') throw usage(`Agent ${name} has no code of its own: its type is ${agent.type}`)
  const { bundleAgent } = await import('../../../lib/bundle-handlers.ts')
  return await packaged(name, await bundleAgent({ projectDirectory: project.directory, outdir }, agent), outdir)
}

async function packaged(name: string, folder: string, outdir: string): Promise<PackagedLambda> {
  const { folderBytes } = await import('../../../lib/bundling/bundle-size.ts')
  return { name, folder: relative(outdir, folder), bytes: folderBytes(folder) }
}

function usage(message: string): CommandFault {
  return new CommandFault({ code: 'CLI_USAGE', message, hint: 'See its help: troupe package --help' })
}
