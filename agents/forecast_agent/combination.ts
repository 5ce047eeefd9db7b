import { mean } from 'simple-statistics'
import type { ForecastModel } from './forecast-model.ts'
import { holtWinters } from './holt-winters.ts'
import { seasonalDrift, seasonalLine } from './simple-models.ts'

const members = [seasonalDrift, seasonalLine, holtWinters]

/** Models that err for different reasons err less together (Bates and Granger, 1969); equal weights cannot be overfitted. */
export const combination: ForecastModel = {
  name: 'mean of three models',
  description: 'the mean of seasonal naive with drift, line and season, and Holt-Winters',
  forecast(history, horizon) {
    const forecasts = members.map((model) => model.forecast(history, horizon))
    return Array.from({ length: horizon }, (_, index) => mean(forecasts.map((values) => values[index] ?? 0)))
  },
}
