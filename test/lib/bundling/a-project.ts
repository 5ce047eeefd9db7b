import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type BundledHandlers, bundleHandlers } from '../../../lib/bundle-handlers.ts'
import type { AgentDefinition, Definition } from '../../../src/core/definition.ts'
import { aDefinition } from '../../planner/a-plan.ts'
import { platformBundle } from '../platform-bundle.ts'

export interface BundledProject {
  readonly directory: string
  readonly outdir: string
  /** Writes a file of the project. */
  write(path: string, text: string): void
  /** Bundles these agents, of which some may be declared otherwise than usual. */
  bundle(agents: Readonly<Record<string, Partial<AgentDefinition>>>): Promise<BundledHandlers>
  remove(): void
}

/** A project in a folder of its own, with these files and the packages of this one. */
export function aProject(files: Readonly<Record<string, string>>): BundledProject {
  const root = mkdtempSync(join(tmpdir(), 'troupe-bundle-'))
  const directory = join(root, 'project')
  const outdir = join(root, 'out')
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), text)
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'))
  return {
    directory,
    outdir,
    write,
    async bundle(agents) {
      const definition = declared(agents)
      return await bundleHandlers({ projectDirectory: directory, definition, outdir, platform: await platformBundle })
    },
    remove: () => rmSync(root, { recursive: true }),
  }
}

function declared(agents: Readonly<Record<string, Partial<AgentDefinition>>>): Definition {
  return aDefinition([{ run: Object.keys(agents).join(' -> ') }], {
    agents: Object.fromEntries(
      Object.entries(agents).map(([name, agent]) => [name, { entry: `agents/${name}/agent.ts`, ...agent }]),
    ),
  })
}

/** An agent that answers the same, whatever it is given. */
export function answering(expression: string, imports = ''): string {
  return `import { defineAgent } from 'troupe'\n${imports}\nexport default defineAgent({ run: () => ${expression} })\n`
}
