const brand = Symbol('markup')

/** HTML that is safe to place: made only by `markup`, which escapes every text put into it. */
export interface Markup {
  readonly [brand]: true
  readonly html: string
}

export type MarkupPart = string | number | Markup | readonly Markup[] | undefined

/** A template whose texts and numbers are escaped, whose markup is taken as it is, and where undefined is nothing. */
export function markup(strings: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  const html = strings.map((text, index) => text + (index < parts.length ? htmlOf(parts[index]) : '')).join('')
  return { [brand]: true, html }
}

function htmlOf(part: MarkupPart): string {
  if (part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escapeText(String(part))
  return brand in part ? part.html : part.map(({ html }) => html).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}
