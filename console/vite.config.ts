import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { serviceWorker } from './build/service-worker.ts';

const hall = process.env['YYL_HALL'] ?? 'http://127.0.0.1:8110';
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [react(), serviceWorker(here('build/sw.template.js'))],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    sourcemap: false,
    // MapLibre is one file of about a megabyte; it is loaded only where there is a map.
    chunkSizeWarningLimit: 1200,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: hall, ws: true, changeOrigin: true },
      '/map': { target: hall, changeOrigin: true },
    },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
