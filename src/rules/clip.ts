/** At most 40 characters of it, so that a message stays one line. */
export function clip(written: string): string {
  const characters = [...written.slice(0, 82)]
  return characters.length <= 40 ? written : `${characters.slice(0, 40).join('')}…`
}
