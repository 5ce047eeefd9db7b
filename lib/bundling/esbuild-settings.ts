import type { BuildOptions } from 'esbuild'
import { bundledSdk } from './bundled-sdk.ts'

/**
 * What all bundles have in common. Minified ES modules without source maps: maps double a Lambda's time to start
 * (101 against 201 ms).
 */
export const esbuildSettings = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minify: true,
  legalComments: 'none',
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
  // CommonJS packages expect these three.
  banner: {
    js: "import{createRequire as troupeRequire}from'node:module';const require=troupeRequire(import.meta.url),__filename=import.meta.filename,__dirname=import.meta.dirname;",
  },
  plugins: [bundledSdk],
  metafile: true,
  write: false,
  logLevel: 'silent',
  // All of them: who repairs one wants to know of the others.
  logLimit: 0,
} as const satisfies BuildOptions
