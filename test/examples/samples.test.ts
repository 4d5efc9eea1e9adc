import { trySample } from '../../mappings/sample'
import { partners } from './sample'

const samples = partners().flatMap(({ key, profile }) => (profile.samples ?? []).map((sample) => [`${key} ${sample.name}`, sample, profile] as const))

test('partners of the sample company have golden samples', () => {
  expect(samples.length).toBeGreaterThanOrEqual(2)
})

test.each(samples)('the golden sample %s is read as its partner\'s profile says', async (_name, sample, profile) => {
  expect(await trySample(sample, profile)).toEqual([])
})

test('another profile makes something else of it, and the difference is told with its place', async () => {
  const [, sample, profile] = samples.find(([name]) => name.startsWith('CASCADE'))!
  const found = await trySample(sample, { ...profile, codes: { ...profile.codes, unit: {} } })
  expect(found).toContainEqual(expect.objectContaining({ path: '0.order.lines.0.unit', expected: 'XCS' }))
})
