import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { JsonObject, JsonValue } from '../../core/json.ts'

/** Where an MCP server is: behind an address, or a program that is started and spoken to by its standard input. */
export type McpPlace =
  | { readonly url: string; readonly headers?: Readonly<Record<string, string>> }
  | {
      readonly command: string
      readonly args?: readonly string[]
      /** Beside PATH, HOME and the like. */
      readonly env?: Readonly<Record<string, string>>
    }

export interface McpTool {
  readonly name: string
  readonly description: string
  /** JSON Schema of an object. */
  readonly inputSchema: JsonObject
}

export interface McpConnection {
  /** As the server lists them now. */
  listTools(): Promise<readonly McpTool[]>
  /** Throws an Error with what the server says when the tool failed. */
  call(name: string, input: JsonObject, signal: AbortSignal): Promise<JsonValue>
  close(): Promise<void>
}

/** Pages of tools; a server that never ends its list is not waited for. */
const maxPages = 20

/** Connects; a program is started, and ended by `close`. Throws whatever the client throws. */
export async function connectMcp(place: McpPlace, signal: AbortSignal): Promise<McpConnection> {
  const client = new Client({ name: 'troupe', version: '1' })
  // Its declaration leaves `undefined` out where the class has it.
  await client.connect(transportOf(place) as Parameters<Client['connect']>[0], { signal })
  return {
    async listTools() {
      const tools: McpTool[] = []
      let cursor: string | undefined
      for (let page = 0; page < maxPages; page += 1) {
        const list = await client.listTools(cursor === undefined ? {} : { cursor }, { signal })
        for (const { name, description = '', inputSchema } of list.tools)
          tools.push({ name, description, inputSchema: inputSchema as JsonObject })
        cursor = list.nextCursor
        if (cursor === undefined) return tools
      }
      throw new Error(`its list of tools has more than ${maxPages} pages`)
    },
    async call(name, input, callSignal) {
      const result = await client.callTool({ name, arguments: input }, undefined, { signal: callSignal })
      const content = textOf(result.content)
      if (result.isError === true) throw new Error(content)
      return (result.structuredContent as JsonObject | undefined) ?? content
    },
    close: () => client.close(),
  }
}

function transportOf(place: McpPlace): StdioClientTransport | StreamableHTTPClientTransport {
  if ('url' in place) {
    const { url, headers = {} } = place
    return new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { ...headers } } })
  }
  const { command, args = [], env } = place
  return new StdioClientTransport({
    command,
    args: [...args],
    stderr: 'ignore',
    ...(env === undefined ? {} : { env: { ...env } }),
  })
}

/** Texts; what is no text is named, not shown. */
function textOf(content: unknown): string {
  const parts = Array.isArray(content) ? (content as readonly { readonly type?: string; readonly text?: string }[]) : []
  return parts.map(({ type, text }) => (type === 'text' ? (text ?? '') : `[${type ?? 'nothing'}]`)).join('\n')
}
