/** `2026-11-21 08:11:49.673`, by the clock on the user's wall. @param at epoch ms */
export function localTime(at: number): string {
  const offsetMs = new Date(at).getTimezoneOffset() * 60_000
  return new Date(at - offsetMs).toISOString().slice(0, 23).replace('T', ' ')
}
