import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Plugin } from 'esbuild'

/**
 * The AWS SDK as a Lambda needs it.
 *
 * 1. Credentials come from the environment, where Lambda puts them. The SDK's default chain also knows profiles, SSO and
 *    other hosts: 118 KB, 22 ms of every cold start, and chunks by dynamic imports.
 * 2. A client's schemas can be left out one by one. They are constants whose keys are names of other constants
 *    (`{ [_h]: … }`), which esbuild must take for calls and keeps whole: 55 KB of S3, 40 KB of Lambda.
 * 3. Of its package.json a client reads the version.
 * 4. The cache of discovered endpoints, of which there are few where that is on at all, is a Map: 7 KB of DynamoDB.
 *
 * Files that look otherwise in another version of the SDK are bundled as they are; the tests of the budgets tell.
 */
export const bundledSdk: Plugin = {
  name: 'bundled-sdk',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk[\\/]credential-provider-node[\\/]dist-[a-z]+[\\/]index\.js$/ }, ({ path }) => ({
      contents:
        "import { fromEnv } from '@aws-sdk/credential-provider-env'\nexport const defaultProvider = (init) => fromEnv(init)",
      resolveDir: dirname(path),
    }))
    onLoad({ filter: clientSchemas }, ({ path }) => ({
      contents: withPlainKeys(readFileSync(path, 'utf8')),
      resolveDir: dirname(path),
    }))
    onLoad({ filter: /@aws-sdk[\\/]client-[a-z0-9-]+[\\/]package\.json$/ }, ({ path }) => ({
      contents: JSON.stringify({ version: JSON.parse(readFileSync(path, 'utf8')).version }),
      loader: 'json',
    }))
    onLoad({ filter: /@aws-sdk[\\/]endpoint-cache[\\/]dist-es[\\/]EndpointCache\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(
        /^import LRUCache from .*/m,
        'class LRUCache extends Map { constructor() { super() } peek(key) { return this.get(key) } }',
      ),
      resolveDir: dirname(path),
    }))
  },
}

export const clientSchemas = /@aws-sdk[\\/]client-[a-z0-9-]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/

/** `{ [_h]: 1 }` as `{ "http": 1 }` where the same file says `const _h = "http"`. */
export function withPlainKeys(source: string): string {
  const declared = source.matchAll(/^const (_\w+) = ("(?:[^"\\]|\\.)*");$/gm)
  const texts = new Map([...declared].map(([, name, text]) => [name, text]))
  return source.replace(/\[(_\w+)\]:/g, (whole, name: string) => (texts.has(name) ? `${texts.get(name)}:` : whole))
}
