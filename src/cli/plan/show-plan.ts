import { previewInput } from '../../dev/preview-input.ts'
import type { PlanPreview } from '../../planner/preview-plan.ts'
import { askText } from '../ask-text.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { fileFlag, openValidProject } from '../open-project.ts'
import { writeJson } from '../output.ts'
import { inputFlag, readInput } from '../read-input.ts'
import { type Run, sayNext } from '../run-command.ts'
import { lookOf } from '../terminal/styled-line.ts'
import { renderMermaid } from './render-mermaid.ts'
import { renderPlan } from './render-plan.ts'

export interface PlanOptions {
  readonly input?: string
  readonly workflow: string
  readonly graph?: 'mermaid'
}

/** Shows what an input would do; exit code 1 when its job would fail at once. */
export async function showPlan(run: Run, { input, workflow, graph }: PlanOptions): Promise<ExitCode> {
  const { output, file } = run
  const { definition } = openValidProject(run)
  const given = input ?? (await askText(output, { what: 'The input', flag: '--input <file or JSON>' }))
  const preview = await previewInput(definition, workflow, await readInput(given))
  if (output.json) writeJson(output, preview)
  else if (graph === 'mermaid') output.stdout.write(renderMermaid(preview))
  else output.stdout.write(renderPlan(preview, lookOf(output.stdout)))
  sayNext(output, nextOf(preview, { file, given }))
  return preview.error === undefined ? exitCodes.ok : exitCodes.failed
}

function nextOf(preview: PlanPreview, { file, given }: { file: string; given: string }): [string, string][] {
  const flag = preview.workflow === 'default' ? '' : ` --workflow ${preview.workflow}`
  if (preview.error !== undefined)
    return [[`troupe plan${fileFlag(file)}${flag} --input <json>`, 'another input, or after a change of the rules']]
  return [[`troupe jobs submit${flag}${inputFlag(given)} --wait`, 'run it (needs: troupe dev)']]
}
