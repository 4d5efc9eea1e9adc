import { requireNodeWithStore } from '../../cli/node'

describe('which Node a command needs', () => {
  test.each(['18.20.0', '20.20.2', '22.12.0'])('Node %s has no built-in SQLite: the command says which Node to take and how', (version) => {
    expect(() => requireNodeWithStore('orders', version)).toThrow(/Node 24 .*22\.13.*this is Node .*npx -p node@24/s)
  })

  test.each(['22.13.0', '23.0.0', '24.21.0', '26.1.0'])('Node %s opens the store', (version) => {
    expect(() => requireNodeWithStore('orders', version)).not.toThrow()
  })
})
