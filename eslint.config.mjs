import tseslint from 'typescript-eslint'

/** Who may import whom (CONTRIBUTING.md); the key may import itself and what is listed, the packages are those outside Node's own. */
const folders = {
  orders: { folders: [], node: false },
  mappings: { folders: ['orders'], node: true },
  connectors: { folders: ['orders', 'mappings'], node: true },
  store: { folders: ['orders'], node: true },
  sync: { folders: ['orders', 'mappings', 'connectors', 'store'], node: true },
  jobs: { folders: ['orders', 'mappings', 'connectors', 'store', 'sync'], node: true },
  web: { folders: ['orders', 'store', 'sync'], node: true },
  cli: { folders: ['orders', 'mappings', 'connectors', 'store', 'sync', 'jobs', 'web'], node: true },
  sandbox: { folders: [], node: true },
  examples: { folders: ['orders', 'sync', 'jobs', 'store', 'web', 'connectors'], node: true },
}
const all = ['orders', 'mappings', 'connectors', 'store', 'sync', 'jobs', 'nodes', 'credentials', 'web', 'cli', 'sandbox', 'workflows', 'examples', 'bench', 'simulation']

const importRules = Object.entries(folders).map(([folder, may]) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': ['error', {
      patterns: [
        ...all.filter((f) => f !== folder && !may.folders.includes(f))
          .map((f) => ({ regex: `^(\\.\\./)+${f}(/|$)`, message: `${folder}/ may not import ${f}/ (see CONTRIBUTING.md)` })),
        ...(may.node ? [] : [{ regex: '^node:', message: `${folder}/ is pure: no node: modules, no clock, no I/O` }]),
        ...(folder === 'store' ? [] : [{ regex: '^(sequelize|mysql2|umzug)', message: 'only store/ speaks SQL' }]),
        { regex: '^n8n-workflow', message: 'n8n-workflow is for nodes/ and credentials/ only' },
      ],
    }],
  },
}))

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'data/', 'coverage/'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      'eqeqeq': ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
      'no-var': 'error',
    },
  },
  {
    // the pure core: time and chance come in as arguments
    files: ['orders/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'setTimeout', 'setInterval', 'fetch'],
      'no-restricted-syntax': ['error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'no clock in orders/: pass the instant in' },
        { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'no clock in orders/: pass the instant in' },
        { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'no chance in orders/' }],
    },
  },
  ...importRules,
  { files: ['**/*.mjs', '**/*.cjs', '**/*.js'], ...tseslint.configs.disableTypeChecked },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
)
