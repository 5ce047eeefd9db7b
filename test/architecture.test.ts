import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

/**
 * The table of docs/architecture.md as data: what each folder may import besides itself. `npm` lists the packages it
 * may use; node:* modules are forbidden only where `pure` says so.
 */
const folders: Record<
  string,
  { readonly may: readonly string[]; readonly npm: readonly string[]; readonly pure?: true }
> = {
  'src/core': { may: [], npm: [], pure: true },
  'src/rules': { may: ['src/core'], npm: [], pure: true },
  'src/planner': { may: ['src/core', 'src/rules'], npm: [], pure: true },
  'src/manifest': { may: ['src/core', 'src/rules'], npm: ['yaml', 'zod', 'ajv'] },
  'src/ports': { may: ['src/core'], npm: [], pure: true },
  'src/engine': { may: ['src/core', 'src/rules', 'src/planner', 'src/ports'], npm: ['ajv'] },
  'src/agent/llm': {
    may: ['src/core', 'src/ports', 'src/agent', 'src/adapters/models', 'src/env.ts'],
    npm: ['zod'],
  },
  'src/agent': { may: ['src/core', 'src/ports'], npm: ['zod'] },
  'src/api': {
    may: ['src/core', 'src/ports', 'src/engine', 'src/planner', 'docs/openapi.json'],
    npm: ['hono', 'zod'],
  },
  'src/adapters/memory': { may: ['src/core', 'src/ports'], npm: [] },
  'src/adapters/sqlite': { may: ['src/core', 'src/ports'], npm: [] },
  'src/adapters/local': { may: ['src/core', 'src/ports'], npm: [] },
  'src/adapters/node': { may: ['src/core', 'src/ports'], npm: ['pino'] },
  'src/adapters/aws': {
    may: ['src/core', 'src/ports'],
    npm: ['dynamodb', 'sqs', 'lambda', 's3', 'eventbridge'].map((name) => `@aws-sdk/client-${name}`),
  },
  'src/adapters/models': {
    may: ['src/core', 'src/ports'],
    npm: ['@strands-agents/sdk', '@modelcontextprotocol/sdk', '@aws-sdk/client-bedrock-runtime'],
  },
  'src/testing': { may: ['src/core', 'src/planner', 'src/engine', 'src/ports', 'src/agent'], npm: [] },
  'src/dev': {
    may: [
      ...['src/core', 'src/rules', 'src/planner', 'src/manifest', 'src/ports', 'src/engine', 'src/agent', 'src/api'],
      // To probe models.
      'src/agent/llm',
      ...[
        'src/adapters/sqlite',
        'src/adapters/local',
        'src/adapters/node',
        'src/adapters/memory',
        'src/testing',
        'package.json',
      ],
    ],
    npm: ['hono', '@hono/node-server'],
  },
  'src/cli': {
    may: [
      'src/core',
      'src/manifest',
      'src/rules',
      'src/planner',
      'src/api/contract.ts',
      'src/testing',
      'src/dev',
      'src/env.ts',
      'package.json',
      'lib',
    ],
    npm: [
      'commander',
      '@clack/prompts',
      'zod',
      '@aws-sdk/client-cloudformation',
      '@aws-sdk/client-cloudwatch-logs',
      '@aws-sdk/client-lambda',
      '@aws-sdk/client-s3',
      '@aws-sdk/client-sts',
      '@smithy/signature-v4',
    ],
  },
  'src/handlers': {
    may: [
      ...['src/core', 'src/ports', 'src/engine', 'src/planner', 'src/agent', 'src/api', 'src/env.ts'],
      ...['src/adapters/aws', 'src/adapters/node'],
    ],
    // What begins with # is put beside the code when it is bundled.
    npm: ['aws-lambda', 'hono', '#agent', '#definition'],
  },
  lib: {
    may: [
      ...['src/core', 'src/manifest', 'src/env.ts', 'package.json', 'cdk.json'],
      ...['src/adapters/aws/table-schema.ts', 'src/agent/load-agent.ts'],
    ],
    // What begins with # is made from sources here, and ready in the published package.
    npm: ['aws-cdk-lib', 'constructs', 'esbuild', '#bundle-llm', '#bundle-platform'],
  },
  e2e: {
    may: ['src/core', 'src/api/contract.ts', 'src/cli', 'src/manifest/deployment-names.ts', 'src/env.ts'],
    npm: [
      ...['@aws-sdk/client-cloudformation', '@aws-sdk/client-eventbridge', '@aws-sdk/client-lambda'],
      ...['@aws-sdk/client-sqs', '@aws-sdk/client-sts', 'yaml', 'zod', 'troupe'],
    ],
  },
  bin: { may: ['lib', 'src/core', 'src/env.ts'], npm: [] },
  agents: { may: ['src/agent'], npm: ['troupe', 'zod', 'csv-parse', 'simple-statistics'] },
}

const files = globSync(['src/**/*.ts', 'lib/**/*.ts', 'bin/**/*.ts', 'agents/**/*.ts', 'e2e/**/*.ts']).map((file) =>
  file.replaceAll('\\', '/'),
)

describe('each module imports only what the table of docs/architecture.md allows', () => {
  it('finds the source files', () => {
    expect(files.length).toBeGreaterThan(50)
    for (const folder of Object.keys(folders))
      expect(
        files.some((file) => file.startsWith(`${folder}/`)),
        folder,
      ).toBe(true)
  })

  it.each(files.filter((file) => file !== 'src/env.ts'))('%s', (file) => {
    const folder = folderOf(file)
    expect(folder, 'every file belongs to a folder of the table').toBeDefined()
    if (folder === undefined) return
    for (const specifier of importsOf(file)) {
      expect(isAllowed(file, folder, specifier), `${file} imports ${specifier}`).toBe(true)
    }
  })
})

describe('docs/architecture.md', () => {
  it.each(Object.keys(folders))('names the folder %s', (folder) => {
    expect(readFileSync('docs/architecture.md', 'utf8')).toContain(`\`${folder}/\``)
  })
})

function folderOf(file: string): string | undefined {
  return Object.keys(folders).find((folder) => file.startsWith(`${folder}/`))
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const statements = text.matchAll(
    /^(?:import|export)\s[^'"`;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm,
  )
  return [...statements].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
}

function isAllowed(file: string, folder: string, specifier: string): boolean {
  const rule = folders[folder]
  if (rule === undefined) return false
  if (specifier.startsWith('.')) {
    const target = normalize(join(dirname(file), specifier)).replaceAll('\\', '/')
    return [folder, ...rule.may].some((allowed) => target === allowed || target.startsWith(`${allowed}/`))
  }
  if (specifier.startsWith('node:')) return rule.pure !== true
  return rule.npm.some((name) => specifier === name || specifier.startsWith(`${name}/`))
}
