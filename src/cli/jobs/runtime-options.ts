import type { Command } from 'commander'
import { Option } from 'commander'
import { defaultUrl } from './base-url.ts'

/** Every command about jobs finds its runtime in the same way. */
export function withRuntime(command: Command): Command {
  return command
    .addOption(new Option('--url <address>', `the runtime; else TROUPE_URL, else ${defaultUrl}`).conflicts('stage'))
    .addOption(new Option('--stage <name>', 'a deployed stage, in place of an address'))
}
