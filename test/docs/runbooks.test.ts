import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { main } from '../../cli/program'
import { type Terminal } from '../../cli/terminal'

const DOCS = join(__dirname, '../../docs')

/** What a command says of itself. */
async function help(command: string): Promise<{ exit: number; text: string }> {
  let text = ''
  const terminal = { out: (said: string) => { text += said; return Promise.resolve() }, err: (said: string) => { text += said }, env: {}, signal: new AbortController().signal, stdin: process.stdin } as unknown as Terminal
  return { exit: await main([command, '--help'], terminal), text }
}

/** Every command line in a guide's code. */
const commandsOf = (file: string): string[] => [...readFileSync(join(DOCS, file), 'utf8').matchAll(/^\s*(order-to-cash .+)$/gm)].map(([, line]) => line!)

const lines = commandsOf('runbooks.md')

test('the four runbooks are there, each with its commands', () => {
  const text = readFileSync(join(DOCS, 'runbooks.md'), 'utf8')
  for (const title of ['Order stuck', 'Partner says we never answered', 'Double in the ERP', 'System down for a day']) {
    const part = text.slice(text.indexOf(`## ${title}`)).split('\n## ')[0]! + text.slice(text.indexOf(`## ${title}`) + 3).split('\n## ')[0]!
    expect(part).toMatch(/order-to-cash \w+/)
  }
  expect(lines.length).toBeGreaterThan(20)
})

test.each([...new Set(lines)])('%s: there is such a command, with these options and arguments', async (line) => {
  const words = line.replace(/\s+#.*$/, '').replace(/"[^"]*"/g, 'TEXT').split(/\s+/).slice(1)
  const [command, ...rest] = words
  const { exit, text } = await help(command!)
  expect(exit).toBe(0)
  for (const option of rest.filter((word) => word.startsWith('--'))) expect([option, text.includes(`${option} `) || text.includes(`${option}\n`)]).toEqual([option, true])
  const usage = /Usage: order-to-cash \w+ (.*)/.exec(text)![1]!.replace('[options]', '')
  const takes = rest.filter((word, index) => !word.startsWith('--') && (!rest[index - 1]?.startsWith('--') || rest[index - 1] === '--dry-run')).length
  expect([line, usage.includes('<') ? takes >= 1 : usage.includes('[') || takes === 0]).toEqual([line, true])
})
