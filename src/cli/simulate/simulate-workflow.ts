import { type LoadedProject, loadProject } from '../../dev/simulate-project.ts'
import { processEnvironment } from '../../env.ts'
import { CommandFault } from '../command-fault.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { openValidProject } from '../open-project.ts'
import { writeJson } from '../output.ts'
import { readInput } from '../read-input.ts'
import { type Run, sayNext } from '../run-command.ts'
import { countOf } from './count-option.ts'
import { renderReport } from './render-report.ts'
import { renderSeed } from './render-seed.ts'
import { seedProgress } from './seed-progress.ts'
import { type Replay, replayCommand, showSimulationFindings, simulateCommand } from './simulation-findings.ts'

export interface SimulateOptions {
  readonly workflow: string
  readonly input?: string
  readonly seeds: string
  readonly seed?: string
  readonly trace?: true
  readonly strict?: true
}

/**
 * Simulates a workflow, or shows one seed of it; exit code 1 for errors, with `--strict` for warnings too. Throws
 * `CLI_OPTION_INVALID`, `WORKFLOW_NOT_FOUND`, `JOB_INPUT_INVALID`, and what reading the file and the input throws.
 */
export async function simulate(run: Run, options: SimulateOptions): Promise<ExitCode> {
  const { workflow, strict, trace } = options
  const seeds = countOf('--seeds', options.seeds)
  const seed = options.seed === undefined ? undefined : countOf('--seed', options.seed)
  if (trace === true && seed === undefined) {
    throw new CommandFault({ code: 'CLI_USAGE', message: 'Option --trace needs a seed', hint: 'Add --seed <number>' })
  }
  const { definition, directory } = openValidProject(run)
  const input = options.input === undefined ? {} : { input: { value: await readInput(options.input) } }
  const replay = { file: run.file, workflow, ...(options.input === undefined ? {} : { input: options.input }) }
  const project = await loadProject({ definition, directory, workflow, env: processEnvironment(), ...input })
  const simulated = { run, project, replay }
  return seed === undefined
    ? await runAll(simulated, { seeds, isStrict: strict === true })
    : await runOne(simulated, { seed, hasTrace: trace === true })
}

interface Simulated {
  readonly run: Run
  readonly project: LoadedProject
  readonly replay: Replay
}

async function runAll(
  { run: { output }, project, replay }: Simulated,
  { seeds, isStrict }: { readonly seeds: number; readonly isStrict: boolean },
): Promise<ExitCode> {
  const progress = seedProgress(output.stderr, seeds)
  const report = await project.simulate(seeds, progress.done).finally(progress.end)
  const findings = showSimulationFindings([...project.findings, ...report.findings], replay)
  const errors = findings.filter(({ level }) => level === 'error').length
  const ok = errors === 0 && !(isStrict && findings.length > 0)
  if (output.json) writeJson(output, { ok, ...report, findings })
  else output.stdout.write(renderReport(report, findings, output.stdout))
  progress.say()
  const found = findings.find((finding) => finding.replay !== undefined)?.replay
  sayNext(output, [
    found === undefined
      ? [replayCommand(replay, Math.max(1, report.worst.steps.seed)), 'one of these jobs']
      : [found, 'the job of a finding'],
    ...(ok ? [] : [[simulateCommand(replay), 'after the repair'] as const]),
  ])
  return ok ? exitCodes.ok : exitCodes.failed
}

async function runOne(
  { run: { output }, project, replay }: Simulated,
  { seed, hasTrace }: { readonly seed: number; readonly hasTrace: boolean },
): Promise<ExitCode> {
  const view = await project.view(seed)
  const findings = showSimulationFindings([...project.findings, ...view.findings], replay)
  const ok = findings.every(({ level }) => level !== 'error')
  const { trace, ...shown } = view
  if (output.json) writeJson(output, { ok, ...shown, findings, ...(hasTrace ? { trace } : {}) })
  else output.stdout.write(renderSeed(view, findings, { stream: output.stdout, hasTrace }))
  if (!hasTrace) sayNext(output, [[replayCommand(replay, seed), 'everything that happened']])
  return ok ? exitCodes.ok : exitCodes.failed
}
