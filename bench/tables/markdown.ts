/** A table; all columns but the first are aligned to the right when `isNumeric`. */
export function table(
  [first, ...others]: readonly string[],
  rows: readonly (readonly string[])[],
  { isNumeric = true }: { readonly isNumeric?: boolean } = {},
): string {
  const rule = isNumeric ? '---:' : '---'
  return [[first, ...others], ['---', ...others.map(() => rule)], ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
}

/** Three significant digits, thousands grouped: a figure of a shared machine tells no more. */
export function figure(value: number, unit = ''): string {
  const shown = Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 })
  return unit === '' ? shown : `${shown} ${unit}`
}
