import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Plugin } from 'esbuild'
import { clientSchemas, withPlainKeys } from './bundled-sdk.ts'

/**
 * Clients of AWS without a class for each error of each operation: 20 KB of DynamoDB and SQS. What a service answers then
 * is an error of the client with the same name, message and status, as it is for errors that are newer than the client;
 * only SQS's have other names, those of its query protocol.
 *
 * For the platform's own code alone: it asks for the class of one of them. Authors may ask for any.
 */
export const errorsByName: Plugin = {
  name: 'errors-by-name',
  setup({ onLoad }) {
    onLoad({ filter: clientSchemas }, ({ path }) => ({
      contents: withPlainKeys(readFileSync(path, 'utf8')).replace(ofOperations, ''),
      resolveDir: dirname(path),
    }))
  },
}

const ofOperations = /^n\d+_registry\.registerError\((?!ConditionalCheckFailedException\$).*\);$/gm
