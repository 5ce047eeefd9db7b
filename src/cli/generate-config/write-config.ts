import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Fault } from '../../core/fault.ts'
import { fileFlag, openStageProject, openValidProject } from '../open-project.ts'
import { type Run, sayNext } from '../run-command.ts'

export interface ConfigOptions {
  readonly stage?: string
  readonly out?: string
}

/**
 * Writes the definition that new jobs would follow, an existing file anew. Throws `MANIFEST_NOT_FOUND`,
 * `MANIFEST_INVALID`, `CLI_OPTION_INVALID`.
 */
export function writeConfig(run: Run, { stage, out }: ConfigOptions): void {
  const { output, file } = run
  const { definition } = stage === undefined ? openValidProject(run) : openStageProject(run, stage)
  const text = `${JSON.stringify(definition, undefined, 2)}\n`
  if (out === undefined) output.stdout.write(text)
  else {
    if (resolve(out) === resolve(file)) throw unwritable(out, `another file than ${file}`)
    write(out, text)
    output.stderr.write(`wrote ${out}, definition ${definition.hash.slice(0, 12)}\n`)
  }
  sayNext(output, [[`troupe validate${fileFlag(file)}`, 'what could be better in the file']])
}

function write(out: string, text: string): void {
  try {
    mkdirSync(dirname(resolve(out)), { recursive: true })
    writeFileSync(out, text)
  } catch (error) {
    const problem = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw unwritable(out, `a file that can be written (${problem})`)
  }
}

function unwritable(met: string, limit: string): Fault {
  return new Fault('CLI_OPTION_INVALID', { option: '--out', met, limit, command: 'generate-config' })
}
