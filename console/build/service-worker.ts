/** Writes `sw.js` beside the built page: the officer's page opens without a network. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** The files of the build become the list the worker keeps; its version is a hash of their names. */
export function serviceWorker(template: string): Plugin {
  return {
    name: 'yyl-service-worker',
    apply: 'build',
    generateBundle(_, bundle) {
      const files = Object.keys(bundle)
        .filter((name) => /\.(js|css)$/.test(name))
        .map((name) => `/${name}`)
        .sort();
      const kept = ['/', '/manifest.webmanifest', '/icon.svg', '/icon-192.png', ...files];
      const version = createHash('sha256').update(kept.join('\n')).digest('hex').slice(0, 12);
      const source = readFileSync(template, 'utf8')
        .replace('__KEPT__', JSON.stringify(kept))
        .replace('__VERSION__', JSON.stringify(version));
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  };
}
