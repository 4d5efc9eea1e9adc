import { describeAll } from '../../sync/describe'

const doubled = (line: number): { code: string; severity: 'error'; message: string; line: number } => ({ code: 'line-doubled', severity: 'error', line, message: `Line number ${line} stands twice.` })

test('a case tells the first three faults of a document and how many more there are', () => {
  expect(describeAll([1, 2].map(doubled))).toBe('Line number 1 stands twice. (line 1) Line number 2 stands twice. (line 2)')
  const text = describeAll(Array.from({ length: 1000 }, (_, i) => doubled(i + 1)))
  expect(text).toBe('Line number 1 stands twice. (line 1) Line number 2 stands twice. (line 2) Line number 3 stands twice. (line 3) And 997 more.')
})
