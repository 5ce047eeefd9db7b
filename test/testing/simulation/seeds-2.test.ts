import { itKeepsEveryInvariant } from './run-seeds.ts'

itKeepsEveryInvariant({ first: 501, count: 500 })
