import { shippedSbom } from '../../tools/package/shippedSbom';

const component = (name: string, hashes = [{ alg: 'SHA-512', content: 'ab' }]) => ({
  ...{ 'bom-ref': `${name}@1.0.0`, name, version: '1.0.0' },
  hashes,
});
const sbomOf = (...components: readonly ReturnType<typeof component>[]) => ({
  bomFormat: 'CycloneDX',
  metadata: { component: { 'bom-ref': 'arbwatch@0.1.0', name: 'some-folder' } },
  components,
  dependencies: [
    { ref: 'arbwatch@0.1.0', dependsOn: ['zod@1.0.0', 'jest@1.0.0'] },
    { ref: 'jest@1.0.0', dependsOn: ['both@1.0.0'] },
    { ref: 'zod@1.0.0', dependsOn: ['both@1.0.0'] },
  ],
});
const LOCK = {
  name: 'arbwatch',
  packages: {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '1.0.0' },
    'node_modules/both': { version: '1.0.0' },
    'node_modules/jest': { version: '1.0.0', dev: true },
  },
};

describe('The list of packages that npm run sbom writes', () => {
  test('has what is shipped, also what development needs too, and nothing that is for development alone', () => {
    const sbom = shippedSbom(sbomOf(component('zod'), component('jest'), component('both')), LOCK);
    expect(sbom.components.map(({ name }) => name)).toEqual(['zod', 'both']);
    expect(sbom.dependencies).toEqual([
      { ref: 'arbwatch@0.1.0', dependsOn: ['zod@1.0.0'] },
      { ref: 'zod@1.0.0', dependsOn: ['both@1.0.0'] },
    ]);
  });

  test('is of arbwatch, whatever the folder is called', () => {
    const { metadata } = shippedSbom(sbomOf(component('zod'), component('both')), LOCK);
    expect(metadata.component.name).toBe('arbwatch');
  });

  test.each([
    ['that is shipped', [component('zod')], 'both@1.0.0'],
    ["'s hash", [component('zod'), component('both', [])], 'both@1.0.0'],
    ["'s SHA-512", [component('both'), component('zod', [{ alg: 'SHA-1', content: '' }])], 'zod@1.0.0'],
  ])('is not written without a package%s', (_, components, missing) => {
    expect(() => shippedSbom(sbomOf(...components), LOCK)).toThrow(missing);
  });
});
