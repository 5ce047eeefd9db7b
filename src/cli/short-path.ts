import { relative } from 'node:path'

/** From where the user stands, if that is shorter. */
export function shortPath(path: string): string {
  const fromHere = relative(process.cwd(), path)
  return fromHere === '' || fromHere.startsWith('..') ? path : fromHere
}
