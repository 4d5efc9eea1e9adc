import { COMMANDS } from '../../cli/commands'
import { run } from './terminal'

describe('the command line', () => {
  test('help names every command', async () => {
    const { exit, out } = await run(['--help'])
    expect(exit).toBe(0)
    for (const { name } of COMMANDS) expect(out).toContain(`  ${name} `)
    expect((await run([])).out).toBe(out)
  })

  test.each(COMMANDS.map((command) => command.name))('%s --help says how it is called', async (name) => {
    const { exit, out } = await run([name, '--help'])
    expect(exit).toBe(0)
    expect(out).toContain(`Usage: order-to-cash ${name}`)
  })

  test('an unknown command or option is exit code 1, with nothing on standard output', async () => {
    for (const argv of [['recieve'], ['read', '--jsno', 'x'], ['approve', 'SO-1'], ['serve', '--port', '99999']]) {
      const { exit, out, err } = await run(argv)
      expect([exit, out]).toEqual([1, ''])
      expect(err).toContain('error:')
    }
  })
})
