import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const { bin, scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** The files that npm would pack, beside what is built. */
function packed(): string[] {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = spawnSync('npm', args, { cwd: ROOT, encoding: 'utf8' });
  const [{ files }] = JSON.parse(stdout);
  return files.map(({ path }: { path: string }) => path).filter((path: string) => !path.startsWith('dist/'));
}

describe('The package', () => {
  // `npm run package` installs it and runs what is there.
  test('has what runs, what it reads beside that, and the pages for those who run it', () => {
    const files = packed();
    for (const name of ['package.json', 'manifest.yml', 'README.md', 'CHANGELOG.md', 'docs/configuration.md'])
      expect(files).toContain(name);
    expect(
      files.filter((name) => !/^(?:docs\/[\w-]+\.md|[A-Z]+\.md|package\.json|manifest\.yml)$/.test(name)),
    ).toEqual([]);
  });

  test('is built anew when it is packed, and not when it is installed', () => {
    expect(scripts.prepack).toContain('npm run -s build');
    for (const name of ['prepare', 'install', 'postinstall']) expect(scripts[name]).toBeUndefined();
  });

  test('has a command that the system can start', () => {
    const source = bin.arbwatch.replace(/^dist\//, '').replace(/\.js$/, '.ts');
    expect(readFileSync(join(ROOT, source), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});
