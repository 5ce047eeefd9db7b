import * as z from 'zod'
import type { JsonValue } from '../../core/json.ts'
import { type FetchOptions, guardedFetch } from './guarded-fetch.ts'
import { type LlmTool, tool } from './tool.ts'
import { untrusted } from './untrusted.ts'

/** Of a text that a tool shows at once; the model asks for more by `from`. */
const maxShown = 20_000

const from = z.int().min(0).optional().describe('Character to begin with. Default 0.')

/** `read_file`: a text file of the job by the reference that an earlier step gave, 20,000 characters at a time. */
export const readFile: LlmTool = tool({
  name: 'read_file',
  description: 'Reads a text file of this job by its reference, which looks like files/... Answers a part of it.',
  input: z.object({ ref: z.string().describe('Reference of the file.'), from }),
  async run({ ref, from: start = 0 }, _signal, { storage }) {
    if (storage === undefined) throw new Error('there are no files here')
    return shown(`file ${ref}`, await storage.getText(ref), start)
  },
})

/** `read_result`: the result of an earlier step, or a part of it, 20,000 characters at a time. */
export const readResult: LlmTool = tool({
  name: 'read_result',
  description:
    'Reads the result of an earlier step of this job as JSON, or a part of it. Without a step it lists them.',
  input: z.object({
    step: z.string().optional().describe('Name of the step or of its agent.'),
    path: z.string().optional().describe('Names and numbers joined by dots, such as rows.0.price.'),
    from,
  }),
  run({ step, path, from: start = 0 }, _signal, { results = {} }) {
    if (step === undefined) return { steps: Object.keys(results) }
    const result = Object.hasOwn(results, step) ? results[step] : undefined
    if (result === undefined) throw new Error(`no step is called ${step}; there are ${Object.keys(results).join(', ')}`)
    const part = partOf(result, path)
    if (part === undefined) throw new Error(`the result of ${step} has no ${path}`)
    return shown(`result of ${step}`, JSON.stringify(part), start)
  },
})

/**
 * `fetch_url`: a text from the internet, from allowed addresses alone. Redirects are checked as addresses are, and addresses
 * of private networks are refused. Throws a TypeError for an allowed address that is none.
 */
export function fetchUrl(options: FetchOptions): LlmTool {
  for (const address of options.allow) if (!URL.canParse(address)) throw new TypeError(`${address} is no address`)
  const description = `Reads a text from an address that begins with ${options.allow.join(' or ')}. Answers a part of it.`
  return tool({
    name: 'fetch_url',
    description,
    input: z.object({ url: z.string(), from }),
    async run({ url, from: start = 0 }, signal) {
      const { text, ...answer } = await guardedFetch(url, options, signal)
      return { ...answer, ...shown(answer.url, text, start) }
    },
  })
}

/** Whatever it is, it was written by somebody else. */
function shown(source: string, text: string, start: number) {
  return { from: start, characters: text.length, text: untrusted(source, text.slice(start, start + maxShown)) }
}

function partOf(value: JsonValue, path = ''): JsonValue | undefined {
  let part: JsonValue | undefined = value
  for (const name of path === '' ? [] : path.split('.')) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, name)) return undefined
    part = (part as Readonly<Record<string, JsonValue>>)[name]
  }
  return part
}
