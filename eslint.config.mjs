import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes'
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base'
import jsonParser from 'jsonc-eslint-parser'
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
  nodes: { folders: ['orders', 'mappings', 'connectors', 'store', 'sync', 'jobs'], node: true },
  credentials: { folders: [], node: true },
  sandbox: { folders: [], node: true },
  examples: { folders: ['orders', 'sync', 'jobs', 'store', 'web', 'connectors'], node: true },
}
const all = ['orders', 'mappings', 'connectors', 'store', 'sync', 'jobs', 'nodes', 'credentials', 'web', 'cli', 'sandbox', 'workflows', 'examples', 'bench', 'simulation', 'soak']

const importRules = Object.entries(folders).map(([folder, may]) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': ['error', {
      patterns: [
        ...all.filter((f) => f !== folder && !may.folders.includes(f))
          .map((f) => ({ regex: `^(\\.\\./)+${f}(/|$)`, message: `${folder}/ may not import ${f}/ (see CONTRIBUTING.md)` })),
        ...(may.node ? [] : [{ regex: '^node:', message: `${folder}/ is pure: no node: modules, no clock, no I/O` }]),
        ...(folder === 'store' ? [] : [{ regex: '^(sequelize|mysql2|umzug)', message: 'only store/ speaks SQL' }]),
        ...(['nodes', 'credentials'].includes(folder) ? [] : [{ regex: '^n8n-workflow', message: 'n8n-workflow is for nodes/ and credentials/ only' }]),
      ],
    }],
  },
}))

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'data/', 'coverage/'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    ignores: ['package.json'],
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
  ...n8nRules(),
  { files: ['**/*.mjs', '**/*.cjs', '**/*.js'], ...tseslint.configs.disableTypeChecked },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
)

/** n8n's own linters over what n8n loads: the set for packages that are not on n8n Cloud's verified list, since a store needs files and a child process. */
function n8nRules() {
  const community = n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport
  const base = (set) => n8nNodesBase.configs[set].rules
  return [
    { ...community, files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'] },
    { files: ['package.json'], plugins: { 'n8n-nodes-base': n8nNodesBase }, languageOptions: { parser: jsonParser }, rules: { ...base('community') } },
    { files: ['nodes/**/*.ts'], plugins: { 'n8n-nodes-base': n8nNodesBase }, rules: {
      ...base('nodes'),
      // they want the texts that the newer set above forbids: NodeConnectionTypes.Main it is
      'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
      'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
    } },
    { files: ['credentials/**/*.ts'], plugins: { 'n8n-nodes-base': n8nNodesBase }, rules: {
      ...base('credentials'),
      // for n8n's own repository, where the documentation is named by a word; a package of the community has a URL, as the newer set holds
      'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
      // the documentation is docs/n8n.md of the package: it has no address of its own to link to
      'n8n-nodes-base/cred-class-field-documentation-url-missing': 'off',
    } },
    // not published: nobody's address and no home page stand for it yet, and made-up ones would be worse than none
    { files: ['package.json'], rules: { '@n8n/community-nodes/valid-author': 'off', '@n8n/community-nodes/require-homepage': 'off' } },
    // the URL of a MariaDB holds its password
    { files: ['credentials/OrderStoreApi.credentials.ts'], rules: { '@n8n/community-nodes/credential-unnecessary-password': 'off' } },
    { files: ['package.json'], ...tseslint.configs.disableTypeChecked, languageOptions: { parser: jsonParser } },
  ]
}
