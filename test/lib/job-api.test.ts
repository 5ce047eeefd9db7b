import { describe, expect, it } from 'vitest'
import { textOf } from './iam-policy.ts'
import { ofType, type StackTemplate, synthesized, theOne } from './synthesized.ts'

const stackWith = (api: string) => synthesized(`project: { name: shop }\napi: ${api}\nagents: { a: {} }\n`).template
const propertiesOf = (template: StackTemplate, type: string) =>
  ofType(template, type).map(([, { Properties }]) => Properties)

describe('an HTTP API', () => {
  const template = stackWith('{ throttle: { rate: 7, burst: 9 } }')

  it('has one route for everything, and asks for IAM by default', () => {
    expect(propertiesOf(template, 'AWS::ApiGatewayV2::Route')).toMatchObject([
      { RouteKey: '$default', AuthorizationType: 'AWS_IAM' },
    ])
  })

  it('is throttled and logs each request without its body', () => {
    const stage = theOne(template, 'AWS::ApiGatewayV2::Stage')
    expect(stage).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9 },
    })
    const { Format } = stage.AccessLogSettings as { Format: string }
    expect(Object.keys(JSON.parse(Format) as object)).toContain('status')
    expect(Format).not.toMatch(/header|body|authorizer\.claims/i)
  })

  it('may call the API’s function and no other', () => {
    const permission = theOne(template, 'AWS::Lambda::Permission')
    expect(permission).toMatchObject({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' })
    expect(textOf(permission.FunctionName)).toMatch(/^arn:JobApiFunction/)
    expect(textOf(permission.SourceArn)).toMatch(/:ref:JobApiHttpApi\w+\/\*\/\*$/)
  })

  it('asks for a JWT of the named issuer instead', () => {
    const jwt = stackWith('{ auth: jwt, jwt: { issuer: "https://id.example.com", audience: [jobs, shop] } }')
    expect(propertiesOf(jwt, 'AWS::ApiGatewayV2::Authorizer')).toMatchObject([
      { AuthorizerType: 'JWT', JwtConfiguration: { Issuer: 'https://id.example.com', Audience: ['jobs', 'shop'] } },
    ])
    expect(propertiesOf(jwt, 'AWS::ApiGatewayV2::Route')).toMatchObject([{ AuthorizationType: 'JWT' }])
  })
})

describe('a REST API', () => {
  it('asks for IAM on every path by default', () => {
    const methods = propertiesOf(stackWith('{ kind: rest }'), 'AWS::ApiGateway::Method')
    expect(methods).toHaveLength(2)
    for (const method of methods) expect(method).toMatchObject({ HttpMethod: 'ANY', AuthorizationType: 'AWS_IAM' })
  })

  it('does not touch the account’s own settings', () => {
    expect(propertiesOf(stackWith('{ kind: rest }'), 'AWS::ApiGateway::Account')).toEqual([])
  })

  it('is throttled as a whole', () => {
    const stage = theOne(stackWith('{ kind: rest, throttle: { rate: 7, burst: 9 } }'), 'AWS::ApiGateway::Stage')
    expect(stage).toMatchObject({
      StageName: 'dev',
      MethodSettings: [{ ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9, ResourcePath: '/*', HttpMethod: '*' }],
    })
  })

  describe('with API keys', () => {
    const limits = 'per_client: { rate: 2, burst: 4, per_day: 1000 }'
    const template = stackWith(`{ kind: rest, auth: api-key, clients: [web, batch], ${limits} }`)

    it('asks for one on every path', () => {
      for (const method of propertiesOf(template, 'AWS::ApiGateway::Method')) {
        expect(method).toMatchObject({ ApiKeyRequired: true })
      }
    })

    it('has one for each client, with limits of its own', () => {
      expect(propertiesOf(template, 'AWS::ApiGateway::ApiKey')).toHaveLength(2)
      expect(propertiesOf(template, 'AWS::ApiGateway::UsagePlanKey')).toHaveLength(2)
      expect(propertiesOf(template, 'AWS::ApiGateway::UsagePlan')).toMatchObject([
        { Throttle: { RateLimit: 2, BurstLimit: 4 }, Quota: { Limit: 1_000, Period: 'DAY' } },
      ])
    })

    it('sets no limits that nobody asked for', () => {
      const plan = theOne(stackWith('{ kind: rest, auth: api-key }'), 'AWS::ApiGateway::UsagePlan')
      expect(plan).not.toHaveProperty('Throttle')
      expect(plan).not.toHaveProperty('Quota')
      expect(plan.ApiStages).toHaveLength(1)
    })
  })
})

describe('a function URL', () => {
  it('asks for IAM', () => {
    const template = stackWith('{ kind: function-url }')
    expect(propertiesOf(template, 'AWS::Lambda::Url')).toMatchObject([{ AuthType: 'AWS_IAM' }])
    expect(Object.values(template.Resources).filter(({ Type }) => Type.startsWith('AWS::ApiGateway'))).toEqual([])
  })
})

describe('the address of every kind', () => {
  it.each([
    ['{ kind: http }', /^arn:JobApiHttpApi/],
    ['{ kind: rest }', /^https:\/\/ref:JobApiRestApi\w+\.execute-api\.ref:AWS::Region\.ref:AWS::URLSuffix\/dev$/],
  ])('%s is told, without a slash at its end', (api, address) => {
    expect(textOf(stackWith(api).Outputs?.ApiUrl?.Value)).toMatch(address)
  })

  it('{ kind: function-url } is told, without a slash at its end', () => {
    const { Value } = stackWith('{ kind: function-url }').Outputs?.ApiUrl ?? {}
    expect(JSON.stringify(Value)).toMatch(/^\{"Fn::Join":\["",\["https:\/\/",\{"Fn::Select":\[2,\{"Fn::Split":\["\/"/)
  })
})
