#!/usr/bin/env node
import module from 'node:module'

// Plain JavaScript of old date: it must still be understood by the Node that it turns away.
const wanted = 24
if (Number(process.versions.node.split('.')[0]) < wanted) {
  process.stderr.write(`error: troupe needs Node ${wanted} or newer, this is ${process.versions.node}\n`)
  process.stderr.write(`hint: install Node ${wanted}; in the repository of Troupe, npm brings it: npm run troupe\n`)
  process.exit(1)
}
// Keeps the stripped and compiled modules between runs: a third of the start without it.
module.enableCompileCache()
const { main } = await import('./main.ts')
await main(process.argv.slice(2))
