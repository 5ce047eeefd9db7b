import { writeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { JsonValue } from '../src/core/json.ts'
import { type Condition, type ConditionData, checkCondition, evaluateCondition } from '../src/rules/condition.ts'

/** Figures behind docs/conditions.md. Runs by itself: `node bench/rules.ts` prints them as JSON. */
export async function benchRules(): Promise<Record<string, number>> {
  const condition = checked(usual)
  const minified = await minifiedKb()
  return {
    parse_and_check_us: round(fastestUs(() => checkCondition(usual, { names }), 200_000)),
    evaluate_us: round(fastestUs(() => evaluateCondition(condition, data), 1_000_000)),
    worst_check_ms: round(
      Math.max(...worst.map((text) => fastestUs(() => checkCondition(text, { names }), 500))) / 1_000,
    ),
    worst_evaluate_ms: round(
      Math.max(...worst.map(checked).map((each) => fastestUs(() => attempt(each), 500))) / 1_000,
    ),
    ...(minified === undefined ? {} : { minified_kb: minified }),
  }
}

const names = ['data_cleaner', 'trend_analyzer', 'forecast_agent', 'insight_reporter']
const usual = "input.analysis_type == 'full' and input.row_count > 1000"

const rows: JsonValue = Array.from({ length: 4_999 }, (_, id) => ({ id }))
const data: ConditionData = {
  input: { analysis_type: 'full', row_count: 250_000, a: rows, b: structuredClone(rows), s: 'é'.repeat(10_000), n: 1 },
  results: { trend_analyzer: { confidence: 0.6 } },
}

/** Conditions as large, deep and laborious as S15 and S5 let them be. */
const worst: readonly string[] = [
  filled('input.a == input.b', ' or '),
  filled('input.n in [input.n, 1, [2], "x"] and 1 < 2', ' and '),
  filled("input.n == 'x'", ' or '),
  filled("lower(input.s) == 'x'", ' or '),
  filled('len(input.s) == 1', ' or '),
  filled("contains(input.s, 'f')", ' or '),
  `${'('.repeat(32)}input.n == 1${')'.repeat(32)}`,
  `input${'.a'.repeat(497)}`,
  filled('input.n in [1]', ' or not '),
]

/** As many repetitions as fit into 1,000 characters and 256 nodes. */
function filled(part: string, joint: string): string {
  let text = part
  while (checkCondition(text + joint + part, { names }).condition !== undefined) text += joint + part
  return text
}

function checked(text: string): Condition {
  const { condition } = checkCondition(text, { names })
  if (condition === undefined) throw new Error(`not a condition: ${text}`)
  return condition
}

/** A budget spent is an end like another. */
function attempt(condition: Condition): unknown {
  try {
    return evaluateCondition(condition, data)
  } catch (error) {
    return error
  }
}

/** The fastest of twelve rounds: what other processes on the machine take is not ours. */
function fastestUs(run: () => unknown, times: number): number {
  const rounds = Array.from({ length: 12 }, () => {
    const start = performance.now()
    for (let count = 0; count < times / 12; count++) run()
    return ((performance.now() - start) * 1_000) / (times / 12)
  })
  return Math.min(...rounds)
}

/** A name in a variable, because it is no dependency of ours: it may be missing. */
const bundler: string = 'rolldown'
type Bundle = (options: object) => Promise<{ output: [{ code: string }] }>

/** Of `src/rules` alone: the catalogue of errors is shared by all. Undefined where rolldown, which vitest brings, is missing. */
async function minifiedKb(): Promise<number | undefined> {
  try {
    const { build } = (await import(bundler)) as { build: Bundle }
    const entry = fileURLToPath(new URL('../src/rules/condition.ts', import.meta.url))
    const bundle = await build({ input: entry, external: /\/core\//, write: false, output: { minify: true } })
    return round(bundle.output[0].code.length / 1_024)
  } catch {
    return undefined
  }
}

function round(value: number): number {
  return Number(value.toFixed(3))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeSync(1, `${JSON.stringify(await benchRules(), undefined, 2)}\n`)
}
