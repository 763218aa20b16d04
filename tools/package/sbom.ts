import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedSbom } from './shippedSbom';

/*
 * Writes which packages arbwatch ships, as CycloneDX: `npm run sbom` to sbom.cdx.json, `npm run sbom -- PATH` elsewhere. Ends
 * with 1 where package-lock.json ships one that is not there with its hash.
 */

const ROOT = join(__dirname, '../..');

function main([path = 'sbom.cdx.json']: readonly string[]): number {
  const words = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
  const { status, stdout, stderr } = spawnSync('npm', words, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  });
  if (status !== 0) throw new Error(`npm sbom ended with ${status}: ${stderr}`);
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const sbom = shippedSbom(JSON.parse(stdout), lock);
  writeFileSync(path, `${JSON.stringify(sbom, null, 2)}\n`);
  process.stdout.write(`${path}: ${sbom.components.length} packages, each with its SHA-512\n`);
  return 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
