import { once } from 'node:events'
import { resolve } from 'node:path'
import type { Finding } from '../../core/fault.ts'
import { startRuntime } from '../../dev/runtime.ts'
import { processEnvironment } from '../../env.ts'
import { renderFindings } from '../../manifest/render-findings.ts'
import { sampleInput } from '../demo/sample-input.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { asGiven, type CheckedProject, openValidProject } from '../open-project.ts'
import { type Output, writeJson } from '../output.ts'
import { type Run, sayNext } from '../run-command.ts'
import { shortPath } from '../short-path.ts'
import { dataDirectory } from './data-directory.ts'
import { portOf } from './serve-port.ts'

export interface DevOptions {
  readonly port: string
  readonly host: string
  readonly data?: string
}

/** Serves until Ctrl-C or SIGTERM, then closes: running attempts are given back to the next start. */
export async function serve(run: Run, { port, host, data }: DevOptions): Promise<ExitCode> {
  const { output, env, file, signal } = run
  const project = openValidProject(run)
  const directory = dataDirectory(project, env, data)
  const runtime = await startRuntime({
    file: resolve(file),
    port: portOf(port, 'dev'),
    host,
    dataDirectory: directory,
    env: processEnvironment(),
    refused: (findings, text) =>
      sayRefused(
        output,
        findings.map((finding) => asGiven(finding, file)),
        text,
      ),
    reloaded: () => output.stderr.write(`${file} is taken up: jobs submitted from now on follow it\n`),
  })
  const input = await sampleInput(file).catch(() => `'{}'`)
  announce(output, project, { url: runtime.url, directory, input })
  if (!signal.aborted) await once(signal, 'abort')
  output.stderr.write('stopping; Ctrl-C again stops at once\n')
  await runtime.close()
  return exitCodes.ok
}

/** Served jobs must not suffer from a file that is being edited. */
function sayRefused({ stderr }: Output, findings: readonly Finding[], text: string): void {
  stderr.write(
    `${renderFindings(findings, text, { color: stderr.color })}agents.yaml as it was before stays in force\n`,
  )
}

interface Served {
  readonly url: string
  readonly directory: string
  /** What a first job may be submitted with, as the shell takes it. */
  readonly input: string
}

function announce(output: Output, { definition, file }: CheckedProject, { url, directory, input }: Served): void {
  const agents = Object.keys(definition.agents)
  const workflows = Object.keys(definition.workflows)
  const { name, version } = definition.project
  if (output.json) writeJson(output, { url, project: name, agents, workflows, dataDirectory: directory })
  const { stderr } = output
  stderr.write(`listening on ${url}\n`)
  stderr.write(`  project    ${name} ${version} (${file})\n`)
  stderr.write(`  agents     ${agents.join(', ')}\n`)
  stderr.write(`  workflows  ${workflows.join(', ')}\n`)
  stderr.write(`  data       ${shortPath(directory)}\n`)
  const flag = url === 'http://127.0.0.1:4000' ? '' : ` --url ${url}`
  sayNext(output, [
    [`troupe jobs submit${flag} --input ${input} --wait`, 'run a job, from another terminal'],
    [`curl ${url}/v1/jobs`, 'the jobs, over HTTP'],
  ])
}
