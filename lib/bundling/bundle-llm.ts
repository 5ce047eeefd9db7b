import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'
import type { ModelProviderName } from '../../src/core/model-settings.ts'
import { bundleFault, isBuildFailure } from './bundle-fault.ts'
import { bundledStrands } from './bundled-strands.ts'
import { esbuildSettings } from './esbuild-settings.ts'
import { eventStreamsAtOnce } from './event-streams-at-once.ts'
import { runEsbuild } from './run-esbuild.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Beside an agent's code, which imports its `index.mjs` as `troupe/llm`. */
export const llmFolder = 'llm'

/**
 * Bundles `troupe/llm` for agents whose models are of one provider: the packages of the others stay out. What opens a model
 * is a chunk of its own, loaded by the first run. Nothing of a project goes in: all agents of a provider have the same bytes.
 * The published package has them ready: there `#bundle-llm` is shipped-bundles.ts.
 *
 * Throws the fault `AGENT_BUNDLE_FAILED`, for one when the provider's package is not installed.
 * @returns the files of `llmFolder`, by their paths in it
 */
export async function bundleLlm(provider: ModelProviderName): Promise<ReadonlyMap<string, Uint8Array>> {
  const out = join(root, 'out')
  try {
    const { outputFiles } = await runEsbuild({
      ...esbuildSettings,
      absWorkingDir: root,
      entryPoints: { index: 'src/agent/llm/index.ts' },
      outdir: out,
      chunkNames: '[name]-[hash]',
      splitting: true,
      plugins: [...esbuildSettings.plugins, bundledStrands, eventStreamsAtOnce, onlyProvider(provider)],
    })
    return new Map(outputFiles.map(({ path, contents }) => [path.slice(out.length + 1), contents]))
  } catch (thrown) {
    throw isBuildFailure(thrown) ? bundleFault(thrown.errors, () => `provider ${provider}`) : thrown
  }
}

/** The one file of src/adapters/models that a provider needs; those of one adapter have the same bundle. */
export const llmAdapters = {
  bedrock: 'bedrock',
  anthropic: 'anthropic',
  openai: 'openai-compatible',
  'openai-compatible': 'openai-compatible',
  scripted: 'scripted',
} as const satisfies Record<ModelProviderName, string>

/** The others are imported by runs that choose them: a deployed agent's provider is the one that agents.yaml says. */
function onlyProvider(provider: ModelProviderName): Plugin {
  return {
    name: 'only-provider',
    setup({ onResolve }) {
      onResolve({ filter: /\/adapters\/models\/(?:anthropic|bedrock|openai-compatible)\.[jt]s$/ }, ({ path }) =>
        path.includes(`/${llmAdapters[provider]}.`) ? undefined : { path, external: true },
      )
    },
  }
}
