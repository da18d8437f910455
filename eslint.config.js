import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { learningOrder, order } from './scripts/rooms.mjs';

const before = (room) =>
  order
    .slice(
      0,
      order.findIndex((row) => row.includes(room)),
    )
    .flat();
const core = before('workers');

/** What each folder may import of the project, beside itself. */
const allowed = {
  ...Object.fromEntries(order.flat().map((room) => [room, before(room)])),
  headless: [...before('headless'), 'scripts'],
  testing: core,
  // The fault campaign knocks at every door; nothing but its command and its test imports it.
  'testing/hostile': [...core, 'export/agent/node', 'headless', 'testing', 'ui'],
  // The agent's outer edge: a program for Node.
  'export/agent/node': ['model', 'workload', 'export'],
  bench: [...core, 'workers', 'headless', 'testing', 'testing/hostile', 'scripts'],
};
const folders = [...Object.keys(allowed), 'e2e', 'scripts'];

const randomness = [
  {
    // Under globalThis too; `Math['random']` and `const { random } = Math` are caught by no-restricted-properties.
    selector: "MemberExpression[object.property.name='Math'][property.name='random']",
    message: 'Draw from a seeded stream of src/model/random.ts.',
  },
  {
    selector:
      "MemberExpression[object.name='tf'][property.name=/^(random|truncatedNormal|multinomial|dropout)/]",
    message: 'tfjs cannot be seeded reliably: draw here and hand it the array.',
  },
];
const clocks = [
  {
    selector: "CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name='now']",
    message: 'Take a clock as an argument; only ui/, workers/, headless/ and the tools read the time.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take the time as an argument; only ui/, workers/, headless/ and the tools read it.',
  },
];

/** Who reads the clock: the page, its workers, and everything around them. */
const readsClock = ['ui', 'workers', 'headless', 'export/agent/node', 'testing', 'testing/hostile', 'bench'];

/** Folders with rules of their own inside a room, as one says them from within it. */
const inner = { export: '(agent/)?node', 'export/agent': 'node', testing: 'hostile' };

const within = (names) => `^(\\.\\.?/)+(src/)?(${names.join('|')})/`;
const inLearning = learningOrder.flat();

/** The import restrictions of one folder; tests may also use testing/ and Node. */
function arrows(folder, test, room) {
  const may = [folder, ...allowed[folder], ...(test ? ['testing'] : [])];
  const forbidden = folders.filter((name) => !may.includes(name));
  const patterns = [
    {
      regex: within(forbidden),
      message: `${folder}/ must not import this folder; CONTRIBUTING.md draws the arrows.`,
    },
    { regex: '^\\.[^?]*(?<!\\.(ts|mjs|svelte|css|json))$', message: 'Write the file extension.' },
  ];
  const after = room === undefined ? [] : inLearning.slice(inLearning.indexOf(room) + 1);
  if (after.length > 0) {
    patterns.push({ regex: within(after), message: `learning/${room}/ stands before this room.` });
  }
  if (!test && inner[folder]) {
    patterns.push({
      regex: `^(\\.\\.?/)+${inner[folder]}/`,
      message: 'This folder has doors of its own; nothing of its room imports it.',
    });
  }
  if (folder !== 'ui') {
    patterns.push({ regex: '^svelte($|/)|\\.svelte(\\.ts)?$', message: 'Only ui/ knows Svelte.' });
  } else {
    patterns.push({ regex: '^svelte/store$', message: 'State that reacts is runes, not stores.' });
  }
  if (!['learning', 'workers', 'bench'].includes(folder)) {
    patterns.push({ regex: '^@tensorflow/', message: 'Tensors stay behind src/learning/.' });
  }
  if (!test && !['headless', 'testing', 'testing/hostile', 'bench', 'export/agent/node'].includes(folder)) {
    patterns.push({ regex: '^node:', message: 'This code also runs in a browser.' });
  }
  return {
    'no-restricted-imports': ['error', { patterns }],
    // What `import()` reaches, as a value or as a type, is held to the same.
    'no-restricted-syntax': [
      'error',
      ...randomness,
      ...(test || readsClock.includes(folder) ? [] : clocks),
      ...patterns.flatMap(({ regex, message }) =>
        ['ImportExpression > Literal', 'TSImportType Literal'].map((where) => ({
          selector: `${where}[value=/${regex.replaceAll('/', '\\/')}/]`,
          message,
        })),
      ),
    ],
  };
}

const arrowConfigs = Object.keys(allowed).flatMap((folder) => {
  const root = folder === 'workers' || folder === 'bench' ? folder : `src/${folder}`;
  const tests = [`${root}/**/*.test.ts`];
  const rooms = folder === 'learning' ? inLearning : [];
  return [
    { files: [`${root}/**/*.{ts,svelte}`], ignores: tests, rules: arrows(folder, false) },
    { files: tests, rules: arrows(folder, true) },
    ...rooms.map((room) => ({
      files: [`${root}/${room}/**/*.ts`],
      ignores: tests,
      rules: arrows(folder, false, room),
    })),
  ];
});

const project = (file, rest = {}) => ({
  languageOptions: { parserOptions: { project: file, tsconfigRootDir: import.meta.dirname, ...rest } },
});

export default defineConfig(
  {
    ignores: [
      'dist/',
      '.svelte-check/',
      'coverage/',
      'test-results/',
      'playwright-report/',
      'blob-report/',
      '**/*.local.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'object-shorthand': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      'no-restricted-syntax': ['error', ...randomness, ...clocks],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Draw from a seeded stream of src/model/random.ts.' },
      ],
    },
  },

  // TypeScript, with types. Each file belongs to one project.
  { files: ['**/*.ts'], extends: [tseslint.configs.strictTypeChecked] },
  {
    files: ['src/**/*.ts', 'bench/**/*.ts'],
    ignores: ['src/ui/**'],
    ...project('./tsconfig.core.json'),
  },
  { files: ['workers/**/*.ts'], ...project('./workers/tsconfig.json') },
  { files: ['src/ui/**/*.ts'], ...project('./tsconfig.json', { extraFileExtensions: ['.svelte'] }) },
  { files: ['e2e/**/*.ts', 'scripts/**/*.ts', '*.config.ts'], ...project('./e2e/tsconfig.json') },
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Indices into typed arrays are in range by construction; `!` says so without a branch in a hot loop.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/restrict-plus-operands': ['error', { allowNumberAndString: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A policy or a command may answer at once or later; the interface says promise.
      '@typescript-eslint/require-await': 'off',
    },
  },

  // Svelte: the compiler and svelte-check know its types; here its own rules and the promises.
  // TypeScript's rules stand before Svelte's, which then set the parser.
  { files: ['**/*.svelte'], extends: [tseslint.configs.strict] },
  ...svelte.configs.recommended,
  ...svelte.configs.prettier,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        parser: tseslint.parser,
        project: './tsconfig.json',
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // `let { value = $bindable() } = $props()` is how Svelte writes it.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
      // The page has runes, and `arrows` keeps stores out: nothing is left for this one to find, and it asks the checker
      // for the type of every expression in the markup.
      'svelte/require-store-reactive-access': 'off',
    },
  },

  ...arrowConfigs,

  // The tools around the lab may read the clock. Nobody draws unseeded numbers.
  {
    files: ['scripts/**', 'e2e/**', '*.config.{ts,js}'],
    rules: { 'no-restricted-syntax': ['error', ...randomness] },
  },
  {
    files: ['src/headless/**', 'bench/**', 'scripts/**', 'e2e/**', 'src/testing/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.test.ts', 'e2e/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      // Playwright's `use` and callbacks without arguments.
      'no-empty-pattern': 'off',
    },
  },
  { files: ['scripts/**', '*.config.js'], languageOptions: { globals: globals.node } },
);
