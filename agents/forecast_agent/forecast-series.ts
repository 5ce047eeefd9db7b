import { sum } from 'simple-statistics'
import { type WorkingScale, workingScale } from '../series/working-scale.ts'
import { type BackTest, backTest } from './back-test.ts'
import { combination } from './combination.ts'
import type { SeriesForecast } from './forecast-output.ts'
import { holtWinters } from './holt-winters.ts'
import { coverageOf, errorIntervals, type Interval, sumInterval } from './prediction-interval.ts'
import { naive, seasonalDrift, seasonalLine, seasonalNaive } from './simple-models.ts'

export interface ForecastTask {
  readonly category: string
  readonly amounts: readonly number[]
  readonly horizon: number
  readonly firstOrigin: number
}

/** In order of simplicity: of two equal ones the simpler is taken. */
const models = [naive, seasonalNaive, seasonalDrift, seasonalLine, holtWinters, combination]

/** Back-tests every model, continues with the one of the least MASE, and draws its intervals from its own past errors. */
export function forecastSeries({ category, amounts, horizon, firstOrigin }: ForecastTask): SeriesForecast {
  const scale = workingScale(amounts)
  const ranked = models
    .map((model) => backTest(model, { amounts, scale, horizon, firstOrigin }))
    .sort((one, other) => one.mase - other.mase)
  const best = ranked[0] as BackTest
  const values = best.model.forecast(amounts.map(scale.to), horizon)
  const point = values.map(scale.from)
  return {
    category,
    model: best.model.name,
    description: best.model.description,
    point,
    ...bounds(values, best, scale),
    sum: sumOf({ point, best, scale, before: sum(amounts.slice(-horizon)) }),
    scores: ranked.map(({ model, mase, smape }) => ({ model: model.name, mase, smape })),
    coverage: coverageOf(best.trials, [0.8, 0.95]).map(({ promised, checks, inside }) => ({
      promised,
      held: checks === 0 ? 0 : inside / checks,
      checks,
    })),
  }
}

type Bounds = Pick<SeriesForecast, 'low80' | 'high80' | 'low95' | 'high95'>

function bounds(values: readonly number[], { trials }: BackTest, scale: WorkingScale): Bounds {
  const [most, nearlyAll] = [errorIntervals(trials, 0.8), errorIntervals(trials, 0.95)]
  const edge = (intervals: readonly Interval[], side: keyof Interval) =>
    values.map((value, index) => scale.from(value + (intervals[index]?.[side] ?? 0)))
  return {
    low80: edge(most, 'low'),
    high80: edge(most, 'high'),
    low95: edge(nearlyAll, 'low'),
    high95: edge(nearlyAll, 'high'),
  }
}

interface SumTask {
  readonly point: readonly number[]
  readonly best: BackTest
  readonly scale: WorkingScale
  readonly before: number
}

function sumOf({ point, best, scale, before }: SumTask): SeriesForecast['sum'] {
  const [most, nearlyAll] = [sumInterval(best.trials, 0.8), sumInterval(best.trials, 0.95)]
  const months = point.length
  const total = sum([...point])
  const moved = (change: number) => months * scale.from(scale.to(total / months) + change)
  return {
    point: total,
    low80: moved(most.low),
    high80: moved(most.high),
    low95: moved(nearlyAll.low),
    high95: moved(nearlyAll.high),
    before,
  }
}
