/**
 * Slots of a compact tuple. In each of them 0 is the default or "absent", so that the zeros at the end of a tuple can be
 * left out.
 */

/** The tuple without the zeros at its end. */
export function withoutZeros<T extends readonly unknown[]>(tuple: T): T {
  const last = tuple.findLastIndex((slot) => slot !== 0)
  return tuple.slice(0, last + 1) as unknown as T
}

/** A number that may be absent: 0 is absent; from 1 on it stands for one less; a negative number stands for itself. */
export function numberSlot(value: number | undefined): number {
  if (value === undefined) return 0
  return value < 0 ? value : value + 1
}

export function slotNumber(slot: number): number | undefined {
  if (slot === 0) return undefined
  return slot < 0 ? slot : slot - 1
}

/** An instant that may be absent, as its distance from another one. */
export function instantSlot(at: number | undefined, from: number): number {
  return numberSlot(at === undefined ? undefined : at - from)
}

export function slotInstant(slot: number, from: number): number | undefined {
  const distance = slotNumber(slot)
  return distance === undefined ? undefined : from + distance
}

/** The member, or none when its value is absent. */
export function optional<K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]: V })
}
