import { describe, expect, it } from 'vitest'
import platform from '../../../package.json' with { type: 'json' }
import { chooseModel } from '../../../src/agent/llm/choose-model.ts'
import { missingPackage, providerPackages } from '../../../src/agent/llm/provider-package.ts'
import { readModelEnv } from '../../../src/env.ts'

const aws = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE' }
const local = { TROUPE_LLM_BASE_URL: 'http://127.0.0.1:11434/v1' }

describe('the model that is asked', () => {
  it('is what agents.yaml says, whatever else is there', () => {
    const env = readModelEnv({ ...aws, ...local, ANTHROPIC_API_KEY: 'key' })
    expect(chooseModel({ provider: 'anthropic', model: 'm', fallbackModel: 'n' }, env)).toEqual({
      provider: 'anthropic',
      model: 'm',
      fallbackModel: 'n',
      apiKey: 'key',
    })
  })

  it('is on Bedrock when there are credentials of AWS', () => {
    expect(chooseModel({ model: 'm' }, readModelEnv({ ...aws, ...local }))).toEqual({ provider: 'bedrock', model: 'm' })
    const env = readModelEnv({ AWS_BEARER_TOKEN_BEDROCK: 'token', TROUPE_LLM_MODEL: 'n' })
    expect(chooseModel({}, env)).toMatchObject({ provider: 'bedrock', model: 'n' })
  })

  it('is behind the base URL that is declared', () => {
    const chosen = { provider: 'openai-compatible', model: 'm', endpoint: 'http://127.0.0.1:11434/v1' }
    expect(chooseModel({ model: 'm' }, readModelEnv(local))).toEqual(chosen)
  })

  it('is a script only when that is written', () => {
    expect(chooseModel({ provider: 'scripted' }, readModelEnv(aws))).toEqual({
      provider: 'scripted',
      model: 'scripted',
    })
  })

  it.each([
    ['nothing is there', {}, {}],
    ['no model is named', {}, aws],
    ['the base URL is missing', { provider: 'openai-compatible', model: 'm' } as const, {}],
  ])('is not configured when %s, and the three repairs are named', (_what, settings, variables) => {
    expect(() => chooseModel(settings, readModelEnv(variables))).toThrow(
      expect.objectContaining({
        code: 'MODEL_NOT_CONFIGURED',
        hint: expect.stringMatching(/agents\.yaml.*; or .*AWS credentials.*; or .*TROUPE_LLM_BASE_URL/),
      }),
    )
  })

  it.each(['openai', 'anthropic'] as const)('of %s needs its key', (provider) => {
    expect(() => chooseModel({ provider, model: 'm' }, readModelEnv({}))).toThrow(
      expect.objectContaining({ code: 'MODEL_KEY_MISSING' }),
    )
  })
})

describe('the package of a provider', () => {
  const notFound = (name: string) =>
    Object.assign(new Error(`Cannot find package '${name}' imported from /x/openai.js`), {
      code: 'ERR_MODULE_NOT_FOUND',
    })

  it('that is missing is named, with its version', () => {
    expect(missingPackage('openai-compatible', notFound('openai'))).toMatchObject({
      code: 'MODEL_PACKAGE_MISSING',
      hint: expect.stringMatching(/npm install openai@[\d.]+$/),
    })
  })

  it('is not blamed for anything else', () => {
    for (const [provider, thrown] of [
      ['openai', notFound('zod')],
      ['bedrock', notFound('openai')],
      ['openai', new Error("'openai'")],
    ] as const)
      expect(missingPackage(provider, thrown)).toBe(thrown)
  })

  it('is the one that is tested here', () => {
    const tested = Object.entries(platform.devDependencies).map(([name, version]) => `${name}@${version}`)
    for (const wanted of Object.values(providerPackages)) expect(tested).toContain(wanted)
  })
})
