import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The licences of the packages that a bundle holds, as one text.
 * Throws when one of them brings no licence file and is under neither the MIT nor the Apache licence.
 * @param root the folder that the paths begin in
 * @param inputs paths of bundled files
 */
export function thirdPartyLicenses(root: string, inputs: readonly string[]): string {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []))
  // Our own licence is Apache's.
  const apache = readFileSync(join(root, 'LICENSE'), 'utf8').trim()
  const parts = [...folders].sort().map((folder) => licenseOf(join(root, folder), apache))
  return `The files of this package contain code of the following packages.\n\n${parts.join('\n')}`
}

/** `node_modules/@scope/name`, nested ones too; undefined for what is our own. */
function packageFolder(input: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]
}

function licenseOf(folder: string, apache: string): string {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const [file] = globSync('{licen[cs]e,LICEN[CS]E}{,.*,-*}', { cwd: folder })
  const holder = author?.name ?? author ?? `the authors of ${name}`
  const usual: Readonly<Record<string, string>> = { MIT: mitLicense(holder), 'Apache-2.0': apache }
  const text = file === undefined ? usual[license] : readFileSync(join(folder, file), 'utf8').trim()
  if (text === undefined) throw new Error(`${name} has no licence file`)
  return `${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${text}\n`
}

/** For a package that says MIT and brings no file: its text, as https://spdx.org/licenses/MIT gives it. */
function mitLicense(holder: string): string {
  return `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`
}
