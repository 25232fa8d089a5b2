import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// The layers, lowest first. A layer may import itself and what stands before it (see README.md).
const layers = ['wire', 'link', 'control', 'state', 'view'];

const noClockOrTimer = [
  ...['setTimeout', 'setInterval', 'requestAnimationFrame', 'fetch', 'WebSocket', 'sessionStorage'].map(
    (name) => ({
      name,
      message: 'Passed in from src/adapters.',
    }),
  ),
  ...['performance', 'crypto'].map((name) => ({ name, message: 'Passed in from src/adapters.' })),
];

const noClockProperties = [
  { object: 'Date', property: 'now', message: 'The clock is passed in.' },
  { object: 'Math', property: 'random', message: 'Randomness is passed in.' },
  { object: 'window', property: 'setTimeout', message: 'Timers are passed in.' },
  { object: 'window', property: 'setInterval', message: 'Timers are passed in.' },
];

const layerRules = layers.map((layer, index) => ({
  files: [`src/${layer}/**/*.{ts,tsx}`],
  ignores: ['**/*.test.{ts,tsx}'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: [...layers.slice(index + 1), 'adapters', 'testing'].flatMap((name) => [`**/${name}/**`]),
            message: `src/${layer} imports leftwards only: ${layers.slice(0, index + 1).join(' ← ')}.`,
          },
          { group: ['**/main.tsx'], message: 'Nothing imports main.' },
          ...(layer === 'view' ? [] : [{ group: ['preact', 'preact/*'], message: 'Only src/view renders.' }]),
        ],
      },
    ],
    'no-restricted-globals': [
      'error',
      ...noClockOrTimer,
      ...(layer === 'view'
        ? []
        : ['window', 'document', 'navigator', 'location'].map((name) => ({
            name,
            message: 'No DOM below view.',
          }))),
    ],
    'no-restricted-properties': ['error', ...noClockProperties],
  },
}));

export default tseslint.config(
  { ignores: ['dist/', 'target/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.test.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-lines': ['error', { max: 300, skipComments: true, skipBlankLines: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  ...layerRules,
);
