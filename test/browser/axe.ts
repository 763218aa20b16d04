import { source } from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe-core finds of serious and critical problems, one line each. */
export async function problemsOn(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const found: { id: string; impact: string; nodes: { html: string }[] }[] = await page.evaluate(
    'axe.run().then((results) => results.violations)',
  );
  return found
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
