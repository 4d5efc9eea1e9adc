import { plain } from '../../cli/display'
import { cut, width } from '../../web/width'
import { facts, table } from '../../cli/table'

describe('tables in a terminal', () => {
  test('Chinese names take two columns each, so that what follows stands in line', () => {
    const text = table([{ title: 'buyer', value: (row) => row.buyer }, { title: 'net', value: (row) => row.net, right: true }], [{ buyer: '上海贸易', net: '12.50' }, { buyer: 'Nordbau', net: '1000.00' }])
    const lines = text.split('\n').filter((line) => line)
    expect(lines[2]).toBe('上海贸易    12.50')
    expect(new Set(lines.slice(1).map(width))).toEqual(new Set([17]))
  })

  test('an accent and a flag do not shift columns', () => {
    expect([width('e\u0301'), width('Göttingen'), width('📦'), width('ｗｉｄｅ')]).toEqual([1, 9, 2, 8])
  })

  test('a document cannot move the cursor, colour the screen, forge a line or turn writing around', () => {
    expect(plain('PO-1\u001b[2J\u001b]0;title\u0007\u001b[31m')).toBe('PO-1')
    expect(plain('a\r\nb\u0008c\u202ed\u009b')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
    const text = table([{ title: 'text', value: (row: string) => row }], ['line 1\nSO-000999  closed'])
    expect(text.trimEnd().split('\n')).toHaveLength(3)
  })

  test('a long text is cut to its columns, also in the middle of wide characters', () => {
    expect(cut('上海贸易有限公司', 7)).toBe('上海贸…')
    expect(width(cut('上海贸易有限公司', 8))).toBeLessThanOrEqual(8)
    expect(cut('short', 8)).toBe('short')
  })

  test('what is not said takes no line', () => {
    expect(facts([['status', 'held'], ['number', undefined], ['reason', '']])).toBe('status  held\n')
    expect(table([], [], 'No orders.')).toBe('No orders.\n')
  })
})
