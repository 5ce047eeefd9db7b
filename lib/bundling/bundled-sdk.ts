import { patchFiles } from './patch-files.ts'

export const clientSchemas = /@aws-sdk[\\/]client-[a-z0-9-]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/

/**
 * The AWS SDK as a Lambda needs it.
 *
 * 1. Credentials come from the environment, where Lambda puts them. The SDK's default chain also knows profiles, SSO and
 *    other hosts: 118 KB, 22 ms of every cold start, and chunks by dynamic imports.
 * 2. A client's schemas can be left out one by one. They are constants whose keys are names of other constants
 *    (`{ [_h]: … }`), which esbuild must take for calls and keeps whole: 55 KB of S3, 40 KB of Lambda.
 * 3. Of its package.json a client reads the version.
 * 4. The cache of discovered endpoints, of which there are few where that is on at all, is a Map: 7 KB of DynamoDB.
 */
export const bundledSdk = patchFiles('bundled-sdk', [
  {
    file: /@aws-sdk[\\/]credential-provider-node[\\/]dist-[a-z]+[\\/]index\.js$/,
    patched: () =>
      "import { fromEnv } from '@aws-sdk/credential-provider-env'\nexport const defaultProvider = (init) => fromEnv(init)",
  },
  { file: clientSchemas, patched: withPlainKeys },
  {
    file: /@aws-sdk[\\/]client-[a-z0-9-]+[\\/]package\.json$/,
    patched: (source) => JSON.stringify({ version: JSON.parse(source).version }),
  },
  {
    file: /@aws-sdk[\\/]endpoint-cache[\\/]dist-es[\\/]EndpointCache\.js$/,
    patched: (source) =>
      source.replace(
        /^import LRUCache from .*/m,
        'class LRUCache extends Map { constructor() { super() } peek(key) { return this.get(key) } }',
      ),
  },
])

/** `{ [_h]: 1 }` as `{ "http": 1 }` where the same file says `const _h = "http"`. */
export function withPlainKeys(source: string): string {
  const declared = source.matchAll(/^const (_\w+) = ("(?:[^"\\]|\\.)*");$/gm)
  const texts = new Map([...declared].map(([, name, text]) => [name, text]))
  return source.replace(/\[(_\w+)\]:/g, (whole, name: string) => (texts.has(name) ? `${texts.get(name)}:` : whole))
}
