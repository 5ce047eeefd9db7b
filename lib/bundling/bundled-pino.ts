import type { Plugin } from 'esbuild'

/** pino without its worker threads: on Lambda it writes to one descriptor, and a bundle has no file for a thread to run. */
export const bundledPino: Plugin = {
  name: 'bundled-pino',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules[\\/]thread-stream[\\/]index\.js$/ }, () => ({
      contents: "module.exports=class{constructor(){throw new Error('There are no transports in a bundle')}}",
    }))
  },
}
