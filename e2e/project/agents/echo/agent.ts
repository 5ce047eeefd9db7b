import { defineAgent } from 'troupe'

export default defineAgent({ run: ({ input }) => input })
