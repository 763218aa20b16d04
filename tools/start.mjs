// `npm start` in a checkout runs the TypeScript as it is. What for that is needed is left out by `NODE_ENV=production npm ci`.
import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';

try {
  accessSync(tmpdir(), constants.W_OK);
} catch {
  // Nothing can be written, as on a read-only file system: then nothing is kept for the next start.
  process.env.TSX_DISABLE_CACHE = '1';
}
try {
  await import('tsx');
} catch {
  process.stderr.write(
    'arbwatch cannot start: the package tsx is not installed. Run `npm ci --include=dev`; or, for production, `npm ci --include=dev && npm run build` and then `node dist/src/main.js`.\n',
  );
  process.exit(1);
}
await import('../src/main.ts');
