import { itKeepsEveryInvariant } from './run-seeds.ts'

itKeepsEveryInvariant({ first: 626, count: 375 })
