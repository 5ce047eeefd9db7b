/** `<!-- bench: name -->` and `<!-- /bench -->`, each on a line of its own; what stands between them is written by us. */
const region = /(<!-- bench: ([a-z-]+) -->\n)[\s\S]*?(<!-- \/bench -->)/g

/** Replaces what each region holds; one for which there is no content stays as it is. */
export function fillRegions(text: string, contentOf: (name: string) => string | undefined): string {
  return text.replace(region, (all: string, ...[begin, name = '', end]: string[]) => {
    const content = contentOf(name)
    return content === undefined ? all : `${begin}\n${content}\n\n${end}`
  })
}

export function namesOfRegions(text: string): string[] {
  return [...text.matchAll(region)].map(([, , name = '']) => name)
}
