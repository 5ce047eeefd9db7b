import { bundleLlm, llmAdapters } from '../../lib/bundling/bundle-llm.ts'
import { bundlePlatform, handlerNames } from '../../lib/bundling/bundle-platform.ts'
import { shippedFolders } from '../../lib/bundling/shipped-folders.ts'
import { writeFolder } from '../../lib/bundling/write-folder.ts'
import type { ModelProviderName } from '../../src/core/model-settings.ts'

/**
 * Writes what the platform's Lambdas are made of into the package: it has no sources to make them from when it is installed.
 * @returns the files that went in, from the root
 */
export async function shipBundles(directory: string): Promise<readonly string[]> {
  const folders = shippedFolders(directory)
  const { handlers, inputs } = await bundlePlatform()
  for (const name of [...handlerNames, 'agent' as const]) writeFolder(folders.lambda(name), [...handlers[name]])
  const providers = Object.keys(llmAdapters) as ModelProviderName[]
  const llms = new Map(providers.map((provider) => [folders.llm(provider), provider]))
  await Promise.all([...llms].map(async ([folder, one]) => writeFolder(folder, [...(await bundleLlm(one))])))
  return Object.values(inputs).flat()
}
