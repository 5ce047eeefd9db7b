import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Plugin } from 'esbuild'

/**
 * The client loads what reads a stream when the first answer has begun, and an answer that ends meanwhile is lost
 * (`Premature close`): the request would be paid for and made again.
 */
export const eventStreamsAtOnce: Plugin = {
  name: 'event-streams-at-once',
  setup({ onLoad }) {
    onLoad(
      { filter: /@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]protocols[\\/]HttpProtocol\.js$/ },
      ({ path }) => ({
        contents: `import * as eventStreams from '@smithy/core/event-streams'\n${readFileSync(path, 'utf8').replace(
          /await import\("@smithy\/core\/event-streams"\)/,
          'eventStreams',
        )}`,
        resolveDir: dirname(path),
      }),
    )
  },
}
