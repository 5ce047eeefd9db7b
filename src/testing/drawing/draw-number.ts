import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { Random } from '../simulation/random.ts'
import { numberAt } from './schema.ts'

/** A number within the bounds, their edges among them; mostly a small one where there are none. */
export function drawNumber(schema: JsonObject, isInteger: boolean, random: Random): number {
  const bounds = boundsOf(schema)
  const step = numberAt(schema.multipleOf) ?? (isInteger ? 1 : undefined)
  if (step === undefined) return drawDecimal(bounds, random)
  // A multiple of a half that must be whole is a multiple of one.
  const whole = isInteger && !Number.isInteger(step) ? step * denominator(step) : step
  return drawMultiple(bounds, whole, random)
}

interface Bounds {
  readonly least: number
  readonly most: number
  readonly openBelow: boolean
  readonly openAbove: boolean
}

/** How far from a bound, or from zero, numbers go that nothing else limits. */
const reach = 100
/** A bound beyond this limits what a number can hold, not what it means. */
const farAway = 1e12

function boundsOf(schema: JsonObject): Bounds {
  const closed = [near(schema.minimum) ?? -Infinity, near(schema.maximum) ?? Infinity] as const
  const open = [near(schema.exclusiveMinimum) ?? -Infinity, near(schema.exclusiveMaximum) ?? Infinity] as const
  const least = Math.max(closed[0], open[0])
  const most = Math.min(closed[1], open[1])
  const [openBelow, openAbove] = [open[0] >= closed[0], open[1] <= closed[1]]
  if (Number.isFinite(least)) return { least, most: Number.isFinite(most) ? most : least + reach, openBelow, openAbove }
  return {
    least: Number.isFinite(most) ? most - reach : -3,
    most: Number.isFinite(most) ? most : reach,
    openBelow,
    openAbove,
  }
}

function near(bound: JsonValue | undefined): number | undefined {
  const number = numberAt(bound)
  return number !== undefined && Math.abs(number) < farAway ? number : undefined
}

function drawMultiple({ least, most, openBelow, openAbove }: Bounds, step: number, random: Random): number {
  let first = Math.ceil(least / step)
  let last = Math.floor(most / step)
  if (openBelow && first * step <= least) first += 1
  if (openAbove && last * step >= most) last -= 1
  if (random.chance(0.3)) return clean(random.pick([first, last, 0 >= first && 0 <= last ? 0 : first]) * step)
  return clean((first + random.below(Math.max(1, last - first + 1))) * step)
}

function drawDecimal({ least, most, openBelow, openAbove }: Bounds, random: Random): number {
  const edges = [...(openBelow ? [] : [least]), ...(openAbove ? [] : [most])]
  if (edges.length > 0 && random.chance(0.2)) return edges[random.below(edges.length)] ?? least
  const share = (1 + random.below(98)) / 100
  const drawn = least + (most - least) * share
  const rounded = Number(drawn.toFixed(2))
  return rounded > least && rounded < most ? clean(rounded) : drawn
}

function clean(value: number): number {
  // No negative zero, and 0.3 instead of 0.30000000000000004.
  return Number(value.toPrecision(15)) + 0
}

function denominator(step: number): number {
  let factor = 1
  while (factor < 1_000_000 && !Number.isInteger(step * factor)) factor *= 10
  return factor
}
