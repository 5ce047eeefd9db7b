import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))

export interface Project {
  readonly directory: string
  write(file: string, text: string): void
  remove(): void
}

/** A project in a temporary folder, with the packages that authors import. */
export function aProject(files: Readonly<Record<string, string>> = projectFiles): Project {
  const directory = mkdtempSync(join(tmpdir(), 'troupe-cli-'))
  const write = (file: string, text: string) => {
    mkdirSync(join(directory, dirname(file)), { recursive: true })
    writeFileSync(join(directory, file), text)
  }
  for (const [file, text] of Object.entries(files)) write(file, text)
  mkdirSync(join(directory, 'node_modules'))
  symlinkSync(root, join(directory, 'node_modules', 'troupe'))
  for (const name of ['vitest', 'zod']) {
    symlinkSync(join(root, 'node_modules', name), join(directory, 'node_modules', name))
  }
  return { directory, write, remove: () => rmSync(directory, { recursive: true }) }
}

const manifest = `project: { name: small, version: 1.0.0 }
agents:
  first: { description: "Answers what it was given" }
  second: { description: "Fails when asked to", retry: { max_attempts: 1 } }
  slow: { description: "Never ends", runtime: { timeout: 1 } }
orchestration:
  input_schema: { type: object, required: [kind], properties: { kind: { enum: [full, quick, none] } } }
  selection_rules:
    - name: full
      condition: "input.kind == 'full'"
      agents:
        - first
        - { parallel: [second, { step: again, agent: first }] }
    - name: quick
      condition: "input.kind == 'quick'"
      agents: [first]
    - name: doubtful
      condition: "results.first.confidence < 0.7"
      agents: [slow, { wait: 10m }]
      else: [{ step: last, agent: second }]
`

const projectFiles: Readonly<Record<string, string>> = {
  'agents.yaml': manifest,
  'agents/first/agent.ts': `import { defineAgent } from 'troupe'
export default defineAgent({
  async run({ input, results, log, progress }) {
    log.info('begins', { rows: 3 })
    progress(0.5, 'half way')
    return { input, results, confidence: 0.9 }
  },
})
`,
  'agents/first/sample.json': '{ "input": { "kind": "sample" }, "results": { "before": 1 } }',
  'agents/second/agent.ts': `import { defineAgent, fatal } from 'troupe'
export default defineAgent({
  async run({ input }) {
    if (JSON.stringify(input).includes('fail')) throw fatal('NO_DATA', 'there is nothing to read')
    if (input === 'throw') return input.rows.length
    return { drawn: Math.random() }
  },
})
`,
  'agents/slow/agent.ts': `import { defineAgent } from 'troupe'
export default defineAgent({ run: () => { for (;;) {} } })
`,
}

export const brokenManifest = manifest.replace('agents: [first]', 'agents: [frist]')
