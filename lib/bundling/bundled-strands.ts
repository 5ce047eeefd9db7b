import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Plugin } from 'esbuild'
import { withTreeOfZod } from './tree-of-zod.ts'

/**
 * Strands as `troupe/llm` needs it: its loop.
 *
 * 1. Its entry for Node registers a sandbox and a loader of MCP servers: neither is used.
 * 2. The loop asks of each tool whether it is an MCP client of Strands: none is. The client and ajv are 240 KB.
 * 3. Of zod remains what it uses.
 *
 * Files that look otherwise in another version are bundled as they are; the test of the size tells.
 */
export const bundledStrands: Plugin = {
  name: 'bundled-strands',
  setup({ onLoad }) {
    onLoad({ filter: /@strands-agents[\\/]sdk[\\/]dist[\\/]src[\\/].*\.js$/ }, ({ path }) => ({
      contents: replacements.find(({ file }) => file.test(path))?.contents ?? withTreeOfZod(readFileSync(path, 'utf8')),
      resolveDir: dirname(path),
    }))
  },
}

const replacements = [
  { file: /[\\/]src[\\/]index\.node\.js$/, contents: "export * from './index.js'" },
  { file: /[\\/]src[\\/]mcp[\\/]index\.js$/, contents: 'export class McpClient {}' },
] as const
