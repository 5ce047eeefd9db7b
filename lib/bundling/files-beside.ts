import { globSync, statSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'

const code = /\.[cm]?[jt]sx?$/

/**
 * The files of the folder that an agent's entry lies in, and below it, which are not code: data and texts that it reads by
 * `import.meta.dirname`. Paths from the project. Nothing hidden and no packages; nothing at all for an entry that lies in
 * the project's own folder, where everything else lies too.
 */
export function filesBeside(projectDirectory: string, entry: string): string[] {
  const folder = dirname(entry)
  if (folder === '.') return []
  return globSync('**/*', { cwd: join(projectDirectory, folder), exclude: (name) => name === 'node_modules' })
    .map((path) => `${folder}/${path.split(sep).join('/')}`)
    .filter((path) => !code.test(path) && statSync(join(projectDirectory, path)).isFile())
    .sort()
}
