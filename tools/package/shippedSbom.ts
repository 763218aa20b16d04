import { z } from 'zod';
import { lockedIn } from './lockFile';

const componentSchema = z.looseObject({
  'bom-ref': z.string(),
  name: z.string(),
  version: z.string(),
  hashes: z.array(z.object({ alg: z.string(), content: z.string() })).default([]),
});
const sbomSchema = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.looseObject({ component: z.looseObject({ name: z.string(), 'bom-ref': z.string() }) }),
  components: z.array(componentSchema),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).default([]) })),
});
export type Sbom = z.output<typeof sbomSchema>;

/**
 * Of a list of all packages those that package-lock.json ships: `npm sbom --omit=dev` leaves out what is needed for both, such as
 * string-width. Throws Error where one is missing, or has no SHA-512, and ZodError where `sbom` is no CycloneDX.
 */
export function shippedSbom(sbom: unknown, lockFile: unknown): Sbom {
  const { metadata, components, dependencies, ...rest } = sbomSchema.parse(sbom);
  const { name: project } = z.object({ name: z.string() }).parse(lockFile);
  const shipped = new Set(
    lockedIn(lockFile)
      .filter(({ isDev }) => !isDev)
      .map(({ named }) => named),
  );
  const kept = components.filter(({ name, version }) => shipped.has(`${name}@${version}`));
  const hashed = kept.filter(({ hashes }) => hashes.some(({ alg }) => alg === 'SHA-512'));
  const named = new Set(hashed.map(({ name, version }) => `${name}@${version}`));
  const missing = [...shipped].filter((name) => !named.has(name));
  if (missing.length > 0) throw new Error(`npm lists no package, or no SHA-512, for ${missing.join(', ')}`);
  const { component } = metadata;
  const refs = new Set([component['bom-ref'], ...kept.map((each) => each['bom-ref'])]);
  return {
    ...rest,
    // npm takes the folder's name.
    metadata: { ...metadata, component: { ...component, name: project } },
    components: kept,
    dependencies: dependencies
      .filter(({ ref }) => refs.has(ref))
      .map((each) => ({ ...each, dependsOn: each.dependsOn.filter((ref) => refs.has(ref)) })),
  } as Sbom;
}
