import { copyFileSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Something to be written: bytes, or what a file has. A link is for files of this bundling only: both are one file then. */
export type Content = Uint8Array | string | { readonly copyOf: string } | { readonly linkTo: string }

/** Makes the folder anew with these files, by their paths in it. */
export function writeFolder(folder: string, files: Iterable<readonly [path: string, content: Content]>): void {
  rmSync(folder, { recursive: true, force: true })
  for (const [path, content] of files) {
    const target = join(folder, path)
    mkdirSync(dirname(target), { recursive: true })
    if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(target, content)
    else if ('copyOf' in content) copyFileSync(content.copyOf, target)
    else link(content.linkTo, target)
  }
}

/** A hundred agents have the same chunks: a link costs no bytes. Not every file system has links. */
function link(from: string, target: string): void {
  try {
    linkSync(from, target)
  } catch {
    copyFileSync(from, target)
  }
}
