/** What the thread that writes to the job store starts with; named as the agents' worker is. */
export const storeWriterUrl = new URL(import.meta.resolve('#store-writer'))
