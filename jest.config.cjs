/** Quick tests by default; SUITE=slow|corpus|systems|systems/n8n picks another folder of test/. */
const suite = process.env.SUITE
/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  transform: { '^.+\\.[cm]?[jt]s$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs', ignoreDynamic: false } }] },
  // import() of a file of ours names it as it is built
  moduleNameMapper: { '^\\./engine/index\\.js$': '<rootDir>/nodes/engine/index.ts', '^\\./redis/send\\.js$': '<rootDir>/jobs/redis/send.ts' },
  // not where tests write: that is emptied with the machine's memory
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  globalSetup: '<rootDir>/test/setUp.ts',
  globalTeardown: '<rootDir>/test/tearDown.ts',
  // packages that ship as ES modules only
  transformIgnorePatterns: ['/node_modules/(?!(p-retry|is-network-error)/)'],
  testMatch: suite ? [`<rootDir>/test/${suite}/**/*.test.ts`] : ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...(suite ? [] : ['/test/(slow|corpus|systems)/']), ...(suite === 'systems' ? ['/test/systems/n8n/'] : [])],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
  // much of the time is spent waiting for real time-outs and other processes
  maxWorkers: suite ? 1 : '100%',
  testTimeout: suite ? 240_000 : 90_000,
}
