import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { rulesSchema } from '../../orders/config'
import { rules } from '../../orders/rules'
import { DEFAULTS } from '../../sync/rules'

const PAGE = readFileSync(join(__dirname, '../../docs/review.md'), 'utf8')

describe('docs/review.md', () => {
  test('names every rule in the order of the review, with what it does where nothing is set', () => {
    const rows = [...PAGE.matchAll(/^\| `(\w+)` \| .* \| (?:(off); )?(\w+), (\w+) \|$/gm)].map(([, code, off, severity, role]) => ({ code, on: off === undefined, severity, role }))
    expect(rows).toEqual(rules.map(({ code }) => ({ code, on: DEFAULTS[code]!.on, severity: DEFAULTS[code]!.severity, role: DEFAULTS[code]!.role })))
  })

  test('shows a record that is taken as it stands', () => {
    const record = rulesSchema.parse(parse(/```yaml\n([^]*?)```/.exec(PAGE)![1]!))
    expect(record).toMatchObject({ trade: { blocked: ['KP', 'UA-43'] }, rules: { margin: { floor: '12' } } })
    const authority = (...upTo: string[]) => rulesSchema.safeParse({ ...record, rules: { price: { on: true, severity: 'approval', authority: upTo.map((one) => ({ upTo: one, role: 'salesRep' })) } } })
    expect([authority('5', '10').success, authority('10', '5').error?.issues[0]?.path, authority('5', 'x').error?.issues[0]?.path]).toEqual([true, ['rules', 'price', 'authority'], ['rules', 'price', 'authority', 1, 'upTo']])
    const chain = (...approvals: object[]) => rulesSchema.safeParse({ ...record, approvals }).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    expect(chain({ name: 'a', levels: [{ roles: ['finance', 'legal'], quorum: 3 }, { roles: ['finance', 'finance'] }] })).toEqual(['approvals.0.levels.0: no more can agree than roles are asked', 'approvals.0.levels.1.roles: a role is named twice'])
    expect(chain({ name: 'a', levels: [{ roles: ['finance'] }] }, { name: 'a', when: { findings: ['weather'] }, levels: [] })?.map((text) => text.split(':')[0])).toEqual(['approvals.1.when.findings.0', 'approvals.1.levels'])
    expect(rulesSchema.safeParse({ ...record, trade: { ...record.trade, blocked: ['Germany'] } }).error?.issues[0]).toMatchObject({ path: ['trade', 'blocked', 0] })
  })
})
