import { MAX_CONFLICT_ATTEMPTS, retryOnConflict } from '../../src/lib/retryOnConflict';

describe('retryOnConflict', () => {
  test('does the work again until it does not conflict', async () => {
    const outcomes = ['conflict', 'conflict', 'done'] as const;
    let attempts = 0;
    expect(await retryOnConflict(async () => outcomes[attempts++] ?? 'done')).toBe('done');
    expect(attempts).toBe(3);
  });

  test('gives up after eight conflicts', async () => {
    let attempts = 0;
    const work = async () => {
      attempts += 1;
      return 'conflict' as const;
    };
    expect([await retryOnConflict(work), attempts]).toEqual(['conflict', MAX_CONFLICT_ATTEMPTS]);
  });
});
