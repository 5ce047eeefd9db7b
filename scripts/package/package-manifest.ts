import root from '../../package.json' with { type: 'json' }
import { deployTools as tools } from '../../src/cli/aws/deploy-tools.ts'

const deployTools = Object.fromEntries(tools().map(({ name, wanted }) => [name, wanted]))

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
    imports: {
      '#agent-worker': './lib/agent-worker.js',
      '#agents-schema': './agents.schema.json',
      '#bundle-llm': './lib/shipped-bundles.js',
      '#bundle-platform': './lib/shipped-bundles.js',
      '#cdk-app': './lib/cdk-app.js',
    },
    // Everything else is in the bundle. Agents' schemas are checked by the author's own zod; our types name its types.
    // What deploying needs is 150 MB, which somebody on a laptop does without; each in the version that it is tested with.
    peerDependencies: { zod: `^${root.dependencies.zod}`, ...deployTools },
    peerDependenciesMeta: optional('zod', ...Object.keys(deployTools)),
  }
}

function optional(...names: readonly string[]): Record<string, { readonly optional: true }> {
  return Object.fromEntries(names.map((name) => [name, { optional: true }]))
}

function door(folder: string, file: string): Record<string, string> {
  return { types: `./types/${folder}/index.d.ts`, default: `./lib/${file}.js` }
}
