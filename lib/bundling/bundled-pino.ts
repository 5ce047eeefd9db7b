import { patchFiles } from './patch-files.ts'

/**
 * pino as a Lambda uses it: a writer of lines for a function that takes them. Its transports run in threads, for whose
 * files a bundle has no place; its own redaction and its streams to files are asked for by nobody.
 */
export const bundledPino = patchFiles('bundled-pino', [
  {
    file: /node_modules[\\/](?:pino[\\/]lib[\\/](?:transport|multistream)|@pinojs[\\/]redact[\\/]index|sonic-boom[\\/]index)\.js$/,
    patched: () => "module.exports=class{constructor(){throw new Error('A bundle has no such part of pino')}}",
  },
])
