import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { buildPackage } from '../scripts/build-package.ts'
import { largeManifest } from './manifest.ts'

export interface CliFigures {
  readonly agents: number
  readonly rules: number
  /** `node -e 0` in the same run: what no command can be below. */
  readonly nodeMs: number
  /** The package that `npm run build` makes: what users install, and what the targets are about. */
  readonly builtPackage: CommandFigures
  /** The checkout, whose sources Node strips of their types. */
  readonly sources: CommandFigures
}

/** Median wall time of a whole process, in ms, with the compile cache warm as after a first use. */
interface CommandFigures {
  readonly helpMs: number
  readonly validateMs: number
  readonly planMs: number
}

const sources = fileURLToPath(new URL('../src/cli/troupe.js', import.meta.url))

/** Wall time of commands as a person waits for them, over a generated agents.yaml. */
export async function benchCli(agents = 100, rules = 200, repeats = 11): Promise<CliFigures> {
  const project = writeProject(agents, rules)
  const installed = join(project, 'node_modules', 'troupe')
  const time = (args: readonly string[]) => medianMs(repeats, () => run(project, args))
  try {
    await buildPackage(installed)
    return {
      agents,
      rules,
      nodeMs: time(['-e', '0']),
      builtPackage: timeCommands(join(installed, 'lib', 'troupe.js'), time),
      sources: timeCommands(sources, time),
    }
  } finally {
    rmSync(project, { recursive: true })
  }
}

function timeCommands(troupe: string, time: (args: readonly string[]) => number): CommandFigures {
  return {
    helpMs: time([troupe, '--help']),
    validateMs: time([troupe, 'validate']),
    planMs: time([troupe, 'plan', '--input', '{"kind": "k0", "size": 20}']),
  }
}

function writeProject(agents: number, rules: number): string {
  const project = mkdtempSync(join(tmpdir(), 'troupe-bench-'))
  writeFileSync(join(project, 'agents.yaml'), largeManifest(agents, rules))
  for (let index = 0; index < agents; index++) {
    const folder = join(project, 'agents', `agent_${index}`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'agent.ts'), 'export default undefined\n')
  }
  return project
}

function run(cwd: string, args: readonly string[]): void {
  execFileSync(process.execPath, [...args], { cwd, stdio: ['ignore', 'ignore', 'ignore'] })
}

function medianMs(repeats: number, work: () => void): number {
  work()
  const times: number[] = []
  for (let index = 0; index < repeats; index++) {
    const start = performance.now()
    work()
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  return Math.round(times[Math.floor(times.length / 2)] ?? 0)
}

if (import.meta.main) {
  process.stdout.write(`${JSON.stringify(await benchCli(), undefined, 2)}\n`)
}
