import { execFileSync } from 'node:child_process'
import { copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle, packageEntries } from './package/bundle.ts'
import { packageManifest } from './package/package-manifest.ts'
import { shipBundles } from './package/ship-bundles.ts'
import { thirdPartyLicenses } from './package/third-party.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

/** Makes the package that is published: one folder, complete, without TypeScript that Node would have to strip. */
export async function buildPackage(directory: string): Promise<void> {
  rmSync(directory, { recursive: true, force: true })
  const { inputs } = await bundle(join(directory, 'lib'), packageEntries)
  const shipped = await shipBundles(directory)
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const project = join(root, 'tsconfig.build.json')
  execFileSync(process.execPath, [compiler, '-p', project, '--outDir', join(directory, 'types')], { stdio: 'inherit' })
  writeFileSync(join(directory, 'package.json'), `${JSON.stringify(packageManifest(), null, 2)}\n`)
  writeFileSync(join(directory, 'THIRD_PARTY_LICENSES'), thirdPartyLicenses(root, [...Object.keys(inputs), ...shipped]))
  for (const file of ['README.md', 'LICENSE', 'docs/agents.schema.json']) {
    copyFileSync(join(root, file), join(directory, basename(file)))
  }
}

if (import.meta.main) {
  const directory = resolve(process.argv[2] ?? join(root, 'dist'))
  await buildPackage(directory)
  process.stdout.write(`built ${directory}\n`)
}
