/** SQS and EventBridge: at most 10 messages in a request. */
const maxBatchMessages = 10
/** Both took 256 KB a request for many years and take 1 MB now; stages and emulators differ, and our messages are small. */
const maxBatchBytes = 256 * 1_024

/** In order, each batch within the limits of messages and bytes. */
export function messageBatches<Message extends { readonly bytes: number }>(messages: readonly Message[]): Message[][] {
  const batches: Message[][] = []
  let bytes = 0
  for (const message of messages) {
    const last = batches.at(-1)
    if (last === undefined || last.length === maxBatchMessages || bytes + message.bytes > maxBatchBytes) {
      batches.push([message])
      bytes = 0
    } else last.push(message)
    bytes += message.bytes
  }
  return batches
}
