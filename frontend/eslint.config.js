import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// The layers, lowest first. A layer may import itself and what stands before it (see README.md).
const layers = ['wire', 'link', 'control', 'state', 'view'];

// The rooms of a layer, and what each doesn't know (see README.md): driving knows nothing of the other pages, and these nothing of driving.
const rooms = {
  'state/drive': ['state/pages', 'state/app'],
  'state/pages': ['state/drive', 'state/app'],
  'view/words': ['view/parts', 'view/drive', 'view/pages'],
  'view/parts': ['view/drive', 'view/pages', 'state/drive', 'state/pages'],
  'view/drive': ['view/pages', 'state/pages'],
  'view/pages': ['view/drive', 'state/drive'],
};

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

const forbiddenIn = (layer) => [
  {
    group: [...layers.slice(layers.indexOf(layer) + 1), 'adapters', 'testing'].map((name) => `**/${name}/**`),
    message: `src/${layer} imports leftwards only: ${layers.slice(0, layers.indexOf(layer) + 1).join(' ← ')}.`,
  },
  { group: ['**/main.tsx'], message: 'Nothing imports main.' },
  ...(layer === 'view' ? [] : [{ group: ['preact', 'preact/*'], message: 'Only src/view renders.' }]),
];

const RELAY_LINK = {
  group: ['**/relay-link.ts', '**/paths.ts'],
  message: 'A Channel; which one, the app decides.',
};

/** As an import in the room says it: a neighbour is one step up, a room of another layer two. */
const importOf = (room, other) => {
  const [layer] = room.split('/');
  const [otherLayer, name] = other.split('/');
  return layer === otherLayer ? `^\\.\\./${name}/` : `^\\.\\./\\.\\./${otherLayer}/${name}/`;
};

const layerRules = layers.map((layer) => ({
  files: [`src/${layer}/**/*.{ts,tsx}`],
  ignores: ['**/*.test.{ts,tsx}'],
  rules: {
    'no-restricted-imports': ['error', { patterns: forbiddenIn(layer) }],
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

const roomRules = Object.entries(rooms).map(([room, others]) => ({
  files: [`src/${room}/**/*.{ts,tsx}`],
  ignores: ['**/*.test.{ts,tsx}'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...forbiddenIn(room.split('/')[0]),
          RELAY_LINK,
          ...others.map((other) => ({
            regex: importOf(room, other),
            message: `src/${room} does not know src/${other}.`,
          })),
        ],
      },
    ],
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
  ...roomRules,
);
