import { showFault } from '../src/cli/command-fault.ts'

/** The code of the error that the API answers. */
export async function refusal(request: Promise<unknown>): Promise<string> {
  try {
    await request
    return 'accepted'
  } catch (error) {
    return showFault(error).code
  }
}
