import { patchFiles } from './patch-files.ts'
import { withTreeOfZod } from './tree-of-zod.ts'

/**
 * Strands as `troupe/llm` needs it: its loop.
 *
 * 1. Its entry for Node registers a sandbox and a loader of MCP servers: neither is used.
 * 2. The loop asks of each tool whether it is an MCP client of Strands: none is. The client and ajv are 240 KB.
 * 3. Of zod remains what it uses.
 */
export const bundledStrands = patchFiles('bundled-strands', [
  {
    file: /@strands-agents[\\/]sdk[\\/]dist[\\/]src[\\/]index\.node\.js$/,
    patched: () => "export * from './index.js'",
  },
  {
    file: /@strands-agents[\\/]sdk[\\/]dist[\\/]src[\\/]mcp[\\/]index\.js$/,
    patched: () => 'export class McpClient {}',
  },
  { file: /@strands-agents[\\/]sdk[\\/]dist[\\/]src[\\/].*\.js$/, patched: withTreeOfZod },
])
