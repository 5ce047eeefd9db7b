/** ISO 8601 of an instant in epoch ms; undefined for none. */
export function instantText(at: number): string
export function instantText(at: number | undefined): string | undefined
export function instantText(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString()
}
