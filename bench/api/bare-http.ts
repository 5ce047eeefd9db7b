import { writeSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/*
 * The least that Node's HTTP server can do for the same requests: a body is read and parsed, the answer is as long as
 * ours. No validation, no store.
 */
const answer = JSON.stringify({ jobId: 'x'.repeat(26), text: 'x'.repeat(1_000) })
const server = createServer(async (request, response) => {
  let text = ''
  for await (const chunk of request) text += chunk
  if (text !== '') JSON.parse(text)
  response.writeHead(request.method === 'POST' ? 202 : 200, { 'content-type': 'application/json' }).end(answer)
})
server.listen(0, '127.0.0.1', () => {
  writeSync(2, `listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
