import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { largeManifest } from './manifest.ts'

export interface CliFigures {
  readonly agents: number
  readonly rules: number
  /** Median wall time of a whole process, in ms, with the compile cache warm as after a first use. */
  readonly helpMs: number
  readonly validateMs: number
  readonly planMs: number
  /** `node -e 0` in the same run: what no command can be below. */
  readonly nodeMs: number
}

const troupe = fileURLToPath(new URL('../src/cli/troupe.js', import.meta.url))

/** Wall time of commands as a person waits for them, over a generated agents.yaml. */
export function benchCli(agents = 100, rules = 200, repeats = 10): CliFigures {
  const project = writeProject(agents, rules)
  const time = (args: readonly string[]) => medianMs(repeats, () => run(project, args))
  try {
    return {
      agents,
      rules,
      helpMs: time([troupe, '--help']),
      validateMs: time([troupe, 'validate']),
      planMs: time([troupe, 'plan', '--input', '{"kind": "k0", "size": 20}']),
      nodeMs: time(['-e', '0']),
    }
  } finally {
    rmSync(project, { recursive: true })
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
  process.stdout.write(`${JSON.stringify(benchCli(), undefined, 2)}\n`)
}
