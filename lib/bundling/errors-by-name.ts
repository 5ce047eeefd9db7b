import { clientSchemas, withPlainKeys } from './bundled-sdk.ts'
import { patchFiles } from './patch-files.ts'

/**
 * Clients of AWS without a class for each error of each operation: 20 KB of DynamoDB and SQS. What a service answers then
 * is an error of the client with the same name, message and status, as it is for errors that are newer than the client;
 * only SQS's have other names, those of its query protocol.
 *
 * For the platform's own code alone: it asks for the class of one of them. Authors may ask for any.
 */
export const errorsByName = patchFiles('errors-by-name', [
  { file: clientSchemas, patched: (source) => withPlainKeys(source).replace(ofOperations, '') },
])

const ofOperations = /^n\d+_registry\.registerError\((?!ConditionalCheckFailedException\$).*\);$/gm
