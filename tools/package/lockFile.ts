import { z } from 'zod';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), dev: z.boolean().default(false) }),
  ),
});
const NODE_MODULES = 'node_modules/';

export interface LockedPackage {
  /** Where it is installed, such as `node_modules/zod`. */
  readonly path: string;
  /** As name@version. */
  readonly named: string;
  /** Only for who builds or tests. */
  readonly isDev: boolean;
}

/** The packages of a package-lock.json. Throws ZodError. */
export const lockedIn = (lock: unknown): readonly LockedPackage[] =>
  Object.entries(lockSchema.parse(lock).packages).flatMap(([path, { version, dev }]) => {
    const called = path.slice(path.lastIndexOf(NODE_MODULES) + NODE_MODULES.length);
    return path === '' || version === undefined ? [] : [{ path, named: `${called}@${version}`, isDev: dev }];
  });
