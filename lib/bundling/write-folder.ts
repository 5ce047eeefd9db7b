import { copyFileSync, linkSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Something to be written: bytes, or what a file has. A link is for files of this bundling only: both are one file then. */
type Content = Uint8Array | string | { readonly copyOf: string } | { readonly linkTo: string }

export type Files = readonly (readonly [path: string, content: Content])[]

/** Writes these files, by their paths in the folder, and answers the folder. */
export function writeFolder(folder: string, files: Files): string {
  for (const [path, content] of files) {
    const target = join(folder, path)
    mkdirSync(dirname(target), { recursive: true })
    if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(target, content)
    else if ('copyOf' in content) copyFileSync(content.copyOf, target)
    else link(content.linkTo, target)
  }
  return folder
}

/** A hundred agents have the same chunks: a link costs no bytes. Not every file system has links. */
function link(from: string, target: string): void {
  try {
    linkSync(from, target)
  } catch {
    copyFileSync(from, target)
  }
}
