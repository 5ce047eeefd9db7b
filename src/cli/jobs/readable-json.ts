import { formatBytes } from '../../core/size.ts'
import { plainText } from '../terminal/display-width.ts'

/** JSON over several lines. @param isForEyes shorten what nobody reads on a terminal: a report, a thousand rows */
export function readableJson(value: unknown, isForEyes: boolean): string {
  if (!isForEyes) return JSON.stringify(value, undefined, 2)
  return JSON.stringify(value, (_key, node: unknown) => shortened(node), 2)
}

const longestText = 240
const longestList = 12

function shortened(node: unknown): unknown {
  if (typeof node === 'string') {
    const text = node.length <= longestText ? node : `${node.slice(0, 80)}… (${formatBytes(Buffer.byteLength(node))})`
    return plainText(text)
  }
  if (!Array.isArray(node) || node.length <= longestList) return node
  return [...node.slice(0, 3), `… ${node.length - 3} more items`]
}
