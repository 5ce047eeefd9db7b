/** Two trees of counts, together; a count that only one of them has stays. */
export function addCounts<T>(one: T | undefined, other: T): T {
  if (one === undefined) return other
  return sum(one as Counts, other as Counts) as T
}

type Counts = number | { readonly [name: string]: Counts }

function sum(one: Counts, other: Counts): Counts {
  if (typeof one === 'number' || typeof other === 'number') return Number(one) + Number(other)
  const added = Object.entries(other).map(([name, count]): [string, Counts] => {
    const known = one[name]
    return [name, known === undefined ? count : sum(known, count)]
  })
  return { ...one, ...Object.fromEntries(added) }
}
