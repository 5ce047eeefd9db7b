import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The folder of a small project whose agents.yaml is valid, without code that runs. Whoever asks removes it. */
export function aProject(agents: readonly string[], more = ''): string {
  const directory = mkdtempSync(join(tmpdir(), 'troupe-stage-'))
  for (const agent of agents) {
    mkdirSync(join(directory, 'agents', agent), { recursive: true })
    writeFileSync(join(directory, 'agents', agent, 'agent.ts'), '')
  }
  const text = [
    'project: { name: shop }',
    `agents: { ${agents.map((agent) => `${agent}: {}`).join(', ')} }`,
    `orchestration: { selection_rules: [{ name: all, agents: [${agents.join(', ')}] }] }`,
    more,
  ].join('\n')
  writeFileSync(join(directory, 'agents.yaml'), text)
  return directory
}
