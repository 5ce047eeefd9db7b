import { patchFiles } from './patch-files.ts'

/**
 * The client loads what reads a stream when the first answer has begun, and an answer that ends meanwhile is lost
 * (`Premature close`): the request would be paid for and made again.
 */
export const eventStreamsAtOnce = patchFiles('event-streams-at-once', [
  {
    file: /@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]protocols[\\/]HttpProtocol\.js$/,
    patched: (source) =>
      `import * as eventStreams from '@smithy/core/event-streams'\n${source.replace(
        /await import\("@smithy\/core\/event-streams"\)/,
        'eventStreams',
      )}`,
  },
])
