import { defineConfig } from 'vitest/config';

// `npm run dev` forwards the relay's paths to this address, so that the page and the relay share an origin.
const relay = process.env['RELAY_URL'] ?? 'https://localhost:8443';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    target: 'es2022',
    assetsInlineLimit: 0, // data: URLs are not 'self'
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
  server: {
    proxy: {
      '/api': { target: relay, secure: false },
      '/ws': { target: relay, secure: false, ws: true },
    },
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
    maxWorkers: 2,
    testTimeout: 30_000, // the mutation tests share a loaded machine
  },
});
