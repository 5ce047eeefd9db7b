/** Months since year 0: consecutive months differ by 1, and the remainder by 12 is 0 for January. */
export function monthIndex(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1
}

export function monthAt(index: number): string {
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`
}

/** All months from the first to the last, both included. */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = []
  for (let index = monthIndex(first); index <= monthIndex(last); index += 1) months.push(monthAt(index))
  return months
}

/** 0 for January. */
export function calendarMonth(month: string): number {
  return monthIndex(month) % 12
}
