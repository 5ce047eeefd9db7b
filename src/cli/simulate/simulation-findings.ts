import type { Finding } from '../../core/fault.ts'
import type { JsonValue } from '../../core/json.ts'
import { type ShownFinding, showFinding } from '../command-fault.ts'
import { fileFlag } from '../open-project.ts'

/** What a simulation was called with, for the commands that call it again. */
export interface Replay {
  readonly file: string
  readonly workflow: string
  readonly input?: string
}

/** A finding of a simulation in words. */
export interface ShownSimulationFinding extends ShownFinding {
  /** The seed that shows it, if one does, and its job's input. */
  readonly seed?: number
  readonly input?: JsonValue
  /** The command that shows that job. */
  readonly replay?: string
}

type SimulationFinding = Finding & Pick<ShownSimulationFinding, 'seed' | 'input'>

export function showSimulationFindings(
  findings: readonly SimulationFinding[],
  replayed: Replay,
): ShownSimulationFinding[] {
  return findings.map((finding) => {
    const { seed, input } = finding
    const shown = showFinding(finding)
    if (seed === undefined) return shown
    return { ...shown, seed, ...(input === undefined ? {} : { input }), replay: replayCommand(replayed, seed) }
  })
}

/** Shows one seed again with everything that happened. */
export function replayCommand(replay: Replay, seed: number): string {
  return `${simulateCommand(replay)} --seed ${seed} --trace`
}

export function simulateCommand({ file, workflow, input }: Replay): string {
  const flags = workflow === 'default' ? '' : ` --workflow ${workflow}`
  const given = input === undefined ? '' : ` --input ${quoted(input)}`
  return `troupe simulate${fileFlag(file)}${flags}${given}`
}

function quoted(input: string): string {
  if (input.length > 60 || input.includes("'")) return '<file>'
  return /^[\w./-]+$/.test(input) ? input : `'${input}'`
}
