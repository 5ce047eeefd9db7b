import { performance } from 'node:perf_hooks'
import { loadManifest } from '../src/manifest/load-manifest.ts'

export interface ManifestFigures {
  readonly agents: number
  readonly rules: number
  readonly bytes: number
  /** The first load of the process, code not yet warm. */
  readonly firstMs: number
  /** Median of the others. */
  readonly medianMs: number
}

/** How long a large agents.yaml takes to load: parse, check, compile, hash. */
export function benchManifest(agents: number, rules: number, repeats = 11): ManifestFigures {
  const text = largeManifest(agents, rules)
  const times: number[] = []
  for (let run = 0; run < repeats; run++) {
    const start = performance.now()
    const { definition, findings } = loadManifest(text, { file: 'agents.yaml' })
    times.push(performance.now() - start)
    if (definition === undefined) throw new Error(`The generated file is wrong: ${JSON.stringify(findings[0])}`)
  }
  const [firstMs = 0, ...others] = times
  others.sort((a, b) => a - b)
  const medianMs = others[Math.floor(others.length / 2)] ?? firstMs
  return { agents, rules, bytes: Buffer.byteLength(text), firstMs: round(firstMs), medianMs: round(medianMs) }
}

/** A file with so many agents and rules; each rule uses its own agents and reads what an earlier one made. */
export function largeManifest(agents: number, rules: number): string {
  const lines = ['project: { name: large, version: 1.0.0 }', 'agents:']
  for (let index = 0; index < agents; index++) {
    lines.push(
      `  agent_${index}:`,
      `    description: "Does part ${index} of the work"`,
      '    runtime: { timeout: 300, memory: 1024, environment: [API_KEY] }',
      '    capabilities: { tools: [validate], structured_output: true, output_schema: Output }',
      `    outputs: { database_field: output_${index} }`,
    )
  }
  lines.push('orchestration:', '  input_schema: { type: object, required: [kind, size] }', '  selection_rules:')
  for (let index = 0; index < rules; index++) {
    const [first, second, third] = [0, 1, 2].map((step) => `agent_${(index * 3 + step) % agents}`)
    const read = index === 0 ? 'input.size > 10' : `results.agent_${((index - 1) * 3) % agents}.score < 0.7`
    lines.push(
      `    - name: rule_${index}`,
      `      condition: "input.kind == 'k${index}' and ${read}"`,
      `      agents: [${first}, { parallel: [${second}, ${third}] }]`,
      `      else: [${first}]`,
    )
  }
  return `${lines.join('\n')}\n`
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10
}

if (import.meta.main) {
  const figures = [benchManifest(100, 200), benchManifest(500, 500)]
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
}
