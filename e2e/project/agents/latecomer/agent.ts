import { defineAgent } from 'troupe'

export default defineAgent({ run: () => 'here at last' })
