import { join } from 'node:path'
import type { ModelProviderName } from '../../src/core/model-settings.ts'
import { llmAdapters } from './bundle-llm.ts'
import type { HandlerName } from './bundle-platform.ts'

/** Where the published package keeps what its Lambdas are made of. @param root of the package */
export function shippedFolders(root: string) {
  return {
    lambda: (name: HandlerName | 'agent') => join(root, 'lambdas', name),
    llm: (provider: ModelProviderName) => join(root, 'lambdas', 'llm', llmAdapters[provider]),
  }
}
