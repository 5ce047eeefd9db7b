import root from '../../package.json' with { type: 'json' }

/** The package.json of the built package: what users of it need of ours, and where its files lie. */
export function packageManifest(): Record<string, unknown> {
  const { name, version, description, license, type, engines } = root
  return {
    name,
    version,
    description,
    license,
    type,
    engines,
    bin: { troupe: './lib/troupe.js' },
    exports: {
      '.': door('agent', 'index'),
      './llm': door('agent/llm', 'llm'),
      './testing': door('testing', 'testing'),
      './package.json': './package.json',
    },
    imports: { '#agent-worker': './lib/agent-worker.js', '#store-writer': './lib/store-writer.js' },
    // Everything else is in the bundle. Agents' schemas are checked by the author's own zod; our types name its types.
    peerDependencies: { zod: `^${root.dependencies.zod}` },
    peerDependenciesMeta: { zod: { optional: true } },
  }
}

function door(folder: string, file: string): Record<string, string> {
  return { types: `./types/${folder}/index.d.ts`, default: `./lib/${file}.js` }
}
