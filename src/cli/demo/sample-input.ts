import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Fault } from '../../core/fault.ts'

/**
 * The sample that belongs to an agents.yaml: the first `.json` file, by name, of the folder `examples` beside it.
 * Throws the fault `CLI_SAMPLE_MISSING`.
 */
export async function sampleInput(file: string): Promise<string> {
  const folder = join(dirname(file), 'examples')
  const names = await readdir(folder).catch((): string[] => [])
  const [first] = names.filter((name) => name.endsWith('.json')).toSorted()
  if (first === undefined) throw new Fault('CLI_SAMPLE_MISSING', { folder })
  return join(folder, first)
}
