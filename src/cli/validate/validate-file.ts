import type { Definition } from '../../core/definition.ts'
import { renderFindings } from '../../manifest/render-findings.ts'
import { showFinding } from '../command-fault.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { countOf, fileFlag, openProject, type Project, plural } from '../open-project.ts'
import { writeJson } from '../output.ts'
import { paint } from '../paint.ts'
import { type Run, sayNext } from '../run-command.ts'

/** Shows every finding; exit code 1 when one of them is an error. */
export function validateFile({ output }: Run, file: string): ExitCode {
  const project = openProject(file)
  const { definition, findings, text } = project
  if (output.json) writeJson(output, validation(project))
  else {
    if (findings.length > 0) output.stdout.write(renderFindings(findings, text, { color: output.stdout.color }))
    if (definition !== undefined) output.stdout.write(`${successLine(project, definition, output.stdout)}\n`)
  }
  sayNext(output, nextOf(project))
  return definition === undefined ? exitCodes.failed : exitCodes.ok
}

/** The document of `validate --json`. */
function validation({ definition, findings }: Pick<Project, 'definition' | 'findings'>) {
  return {
    ok: definition !== undefined,
    findings: findings.map(showFinding),
    agents: Object.keys(definition?.agents ?? {}),
    workflows: Object.keys(definition?.workflows ?? {}),
    hash: definition?.hash ?? null,
  }
}

function successLine({ file, findings }: Project, definition: Definition, stream: Run['output']['stdout']): string {
  const workflows = Object.values(definition.workflows)
  const rules = workflows.reduce((sum, workflow) => sum + workflow.rules.length, 0)
  const checked = [
    plural(Object.keys(definition.agents).length, 'agent'),
    plural(workflows.length, 'workflow'),
    plural(rules, 'rule'),
  ]
  const mark = paint(stream, 'green', 'valid')
  return `${mark} ${file}: ${checked.join(', ')}; ${countOf(findings)} (definition ${definition.hash.slice(0, 12)})`
}

function nextOf({ file, definition }: Project): [string, string][] {
  const flag = fileFlag(file)
  if (definition === undefined) return [[`troupe validate${flag}`, 'after the corrections']]
  return [
    [`troupe plan${flag} --input input.json`, 'what an input would do, and why'],
    [`troupe dev${flag}`, 'start the platform on this machine'],
  ]
}
