import { once } from 'node:events'
import { relative, resolve } from 'node:path'
import type { Finding } from '../../core/fault.ts'
import { startRuntime } from '../../dev/runtime.ts'
import { processEnvironment } from '../../env.ts'
import { renderFindings } from '../../manifest/render-findings.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { type CheckedProject, openValidProject } from '../open-project.ts'
import { type Output, writeJson } from '../output.ts'
import { type Run, sayNext } from '../run-command.ts'
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
    refused: (findings, text) => sayRefused(output, findings, text),
  })
  announce(output, project, { url: runtime.url, directory })
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
}

function announce(output: Output, { definition, file }: CheckedProject, { url, directory }: Served): void {
  const agents = Object.keys(definition.agents)
  const workflows = Object.keys(definition.workflows)
  const { name, version } = definition.project
  if (output.json) writeJson(output, { url, project: name, agents, workflows, dataDirectory: directory })
  const { stderr } = output
  stderr.write(`listening on ${url}\n`)
  stderr.write(`  project    ${name} ${version} (${file})\n`)
  stderr.write(`  agents     ${agents.join(', ')}\n`)
  stderr.write(`  workflows  ${workflows.join(', ')}\n`)
  stderr.write(`  data       ${shortest(directory)}\n`)
  const flag = url === 'http://127.0.0.1:4000' ? '' : ` --url ${url}`
  const body = `curl ${url}/v1/jobs -H 'content-type: application/json' -d '{"input": {}}'`
  sayNext(output, [
    [`troupe jobs submit${flag} --input '{}' --wait`, 'run a job, from another terminal'],
    [body, 'the same over HTTP'],
  ])
}

function shortest(path: string): string {
  const short = relative(process.cwd(), path)
  return short === '' || short.startsWith('..') ? path : short
}
