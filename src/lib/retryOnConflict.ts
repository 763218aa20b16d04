/** How often work that lost to another instance is done in all. */
export const MAX_CONFLICT_ATTEMPTS = 8;

/** Does work again while it resolves to `conflict`, as a commit that another instance was faster with. */
export async function retryOnConflict<T>(work: () => Promise<T | 'conflict'>): Promise<T | 'conflict'> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await work();
    if (outcome !== 'conflict' || attempt === MAX_CONFLICT_ATTEMPTS) return outcome;
  }
}
