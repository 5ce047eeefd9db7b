import { describe, expect, it } from 'vitest'
import { backTest } from '../../../agents/forecast_agent/back-test.ts'
import type { ForecastModel } from '../../../agents/forecast_agent/forecast-model.ts'
import { seasonalNaive } from '../../../agents/forecast_agent/simple-models.ts'
import { workingScale } from '../../../agents/series/working-scale.ts'

const amounts = Array.from({ length: 60 }, (_, index) => 100 + 12 * Math.floor(index / 12))
const setup = { amounts, scale: workingScale(amounts), horizon: 6, firstOrigin: 36 }

describe('backTest', () => {
  it('tries every month whose whole horizon is known', () => {
    const origins = backTest(seasonalNaive, setup).trials.map(({ origin }) => origin)
    expect(origins).toEqual(Array.from({ length: 19 }, (_, index) => 36 + index))
  })

  it('never shows a model what came after the origin', () => {
    const seen: number[] = []
    const spy: ForecastModel = {
      name: 'spy',
      description: '',
      forecast: (history, horizon) => {
        seen.push(history.length)
        return Array.from({ length: horizon }, () => history.at(-1) ?? 0)
      },
    }
    const { trials } = backTest(spy, setup)
    expect(seen).toEqual(trials.map(({ origin }) => origin))
  })

  it('gives seasonal naive the MASE 1 where every year grows by the same amount', () => {
    expect(backTest(seasonalNaive, { ...setup, horizon: 12 }).mase).toBeCloseTo(1, 10)
  })

  it('measures errors as actual less forecast', () => {
    const first = backTest(seasonalNaive, setup).trials[0]
    expect(first?.errors[0]).toBeCloseTo(Math.log(136 / 124), 12)
    expect(first?.sumError).toBeCloseTo(Math.log(136 / 124), 12)
  })

  it('has no error where every amount is zero', () => {
    const zeros = amounts.map(() => 0)
    expect(backTest(seasonalNaive, { ...setup, amounts: zeros, scale: workingScale(zeros) })).toMatchObject({
      mase: 0,
      smape: 0,
    })
  })
})
