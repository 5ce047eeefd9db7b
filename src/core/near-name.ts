/** Longer names get no suggestion: a distance costs length times length, and nobody mistypes so much by one third. */
const maxLength = 100

/**
 * The known name that was probably meant, for "did you mean": at most max(1, length / 3) edits away, and not all of it
 * another one; the nearest, the first among equals. An edit inserts, deletes or replaces a character or swaps two neighbours; case does not count.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  if (name.length > maxLength) return undefined
  const written = name.toLowerCase()
  let limit = Math.min(Math.max(1, Math.floor(written.length / 3)), written.length - 1)
  let nearest: string | undefined
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) > limit) continue
    const distance = editDistance(written, candidate.toLowerCase())
    if (distance > limit || candidate === name) continue
    nearest = candidate
    // Only a nearer one replaces it.
    limit = distance - 1
  }
  return nearest
}

/** Optimal string alignment distance, three rows at a time. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const replace = at(above, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1)
      const best = Math.min(replace, at(above, column) + 1, at(current, column - 1) + 1)
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      current.push(swapped ? Math.min(best, at(before, column - 2) + 1) : best)
    }
    before = above
    above = current
  }
  return at(above, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
