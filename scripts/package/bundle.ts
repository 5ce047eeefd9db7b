import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile, type Plugin } from 'esbuild'
import { englishOnly } from '../../lib/bundling/english-only.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What the built package is entered by: the file in `lib/` and its source. */
export const packageEntries = {
  troupe: 'src/cli/troupe.js',
  index: 'src/agent/index.ts',
  llm: 'src/agent/llm/index.ts',
  testing: 'src/testing/index.ts',
  'agent-worker': 'src/dev/agent-worker.ts',
  'cdk-app': 'bin/app.js',
  'shipped-bundles': 'lib/bundling/shipped-bundles.ts',
} as const

/** What deploying needs is large, and installed by those who deploy; two names stand for other files in the package. */
const external = ['aws-cdk-lib', 'constructs', 'esbuild', '#bundle-llm', '#bundle-platform']

/**
 * Bundles sources and the packages they use to ES modules below `directory`; commands stay apart in chunks, so that one
 * loads only its own. Packages are bundled because many small files are much of a short command's time.
 * @param entries the names of the files made, and their sources from the root
 */
export async function bundle(directory: string, entries: Readonly<Record<string, string>>): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { ...entries },
    outdir: directory,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    external,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minifyWhitespace: true,
    legalComments: 'none', // their licences are in a file of their own
    metafile: true,
    logLevel: 'warning',
    // CommonJS packages ask for node's modules with require, which ES modules do not have.
    banner: {
      js: "import{createRequire as troupeRequire}from'node:module';const require=troupeRequire(import.meta.url);",
    },
    plugins: [fastYaml, englishOnly],
  })
  return metafile
}

/** The ES modules of `yaml`: those for Node ask for an environment variable at each token, half the time of a large file. */
const fastYaml: Plugin = {
  name: 'fast-yaml',
  setup({ onResolve }) {
    onResolve({ filter: /^yaml$/ }, () => ({ path: join(root, 'node_modules/yaml/browser/dist/index.js') }))
  },
}
