/**
 * An MCP server as a source of tools.
 *
 * 1. Its tools are pinned: what they are called, say of themselves and take is hashed, and a run begins only when the hash is
 *    the one that the author read. A server that changes its descriptions speaks to the model in the author's name.
 * 2. A connection belongs to one run: it is opened before the first request and closed however the run ends.
 */
import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { McpConnection, McpPlace, McpTool } from '../../adapters/models/mcp-connection.ts'
import { untilAborted } from '../../adapters/models/until-aborted.ts'
import { Fault } from '../../core/fault.ts'
import { canonicalJson, type JsonObject, type JsonValue } from '../../core/json.ts'
import { maskSecrets } from '../../core/mask-secrets.ts'
import type { LlmTool } from './tool.ts'
import { untrusted } from './untrusted.ts'

/** What an author writes. */
export type McpServerSource = McpPlace & {
  /** What faults call it. */
  readonly name: string
  /** Of its tools; the fault of a run without the right one says it. 64 hexadecimal digits. */
  readonly hash: string
  /** Which of its tools are offered. Default: all. */
  readonly tools?: readonly string[]
  /** `llm({ approve })` is asked before each call. Default false. */
  readonly needsApproval?: boolean
}

/** Made by `mcpServer`; stands among the tools of `llm({ tools })`. */
export interface McpServer {
  readonly mcp: McpServerSource
}

/** Nothing is opened before a run. */
export function mcpServer(source: McpServerSource): McpServer {
  return { mcp: source }
}

export interface OpenedTools {
  /** Those that were given, and those of the servers. */
  readonly tools: readonly LlmTool[]
  close(): Promise<void>
}

/** Throws `MODEL_MCP_UNREACHABLE` and `MODEL_MCP_CHANGED`; nothing stays open then. */
export async function openTools(sources: readonly (LlmTool | McpServer)[], signal: AbortSignal): Promise<OpenedTools> {
  const opened: McpConnection[] = []
  const close = async () => {
    await Promise.allSettled(opened.map((connection) => connection.close()))
  }
  try {
    const tools: LlmTool[] = []
    for (const source of sources) {
      if (!('mcp' in source)) tools.push(source)
      else tools.push(...(await toolsOf(source.mcp, { signal, opened })))
    }
    return { tools, close }
  } catch (thrown) {
    await close()
    throw thrown
  }
}

interface Opening {
  readonly signal: AbortSignal
  /** Connections to be closed. */
  readonly opened: McpConnection[]
}

async function toolsOf(source: McpServerSource, { signal, opened }: Opening): Promise<LlmTool[]> {
  const { name: server, hash: pinned, tools: wanted, needsApproval = false } = source
  const { connection, listed } = await reached(source, { signal, opened })
  const met = hashOf(listed)
  if (met !== pinned) throw new Fault('MODEL_MCP_CHANGED', { server, met, pinned })
  return listed
    .filter(({ name }) => wanted === undefined || wanted.includes(name))
    .map(({ name, description, inputSchema }) => ({
      name,
      description,
      // The server checks it.
      input: z.looseObject({}),
      inputSchema,
      needsApproval,
      async run(input, callSignal) {
        const result = await connection.call(name, input as JsonObject, callSignal)
        return typeof result === 'string' ? untrusted(`tool ${name} of ${server}`, result) : result
      },
    }))
}

async function reached(source: McpServerSource, { signal, opened }: Opening) {
  try {
    const { connectMcp } = await import('../../adapters/models/mcp-connection.ts')
    const connection = await untilAborted(connectMcp(source, signal), signal)
    opened.push(connection)
    return { connection, listed: await untilAborted(connection.listTools(), signal) }
  } catch (thrown) {
    signal.throwIfAborted()
    const [line = ''] = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n', 1)
    const args = { server: source.name, problem: maskSecrets(line).slice(0, 300) }
    throw new Fault('MODEL_MCP_UNREACHABLE', args, { retryable: true })
  }
}

/** Of all its tools, whichever are offered, in the order of their names. */
function hashOf(tools: readonly McpTool[]): string {
  const sorted = [...tools].sort((a, b) => (a.name < b.name ? -1 : 1))
  return createHash('sha256')
    .update(canonicalJson(sorted as unknown as JsonValue))
    .digest('hex')
}
