import { compareSeed } from './compareSeed';

const [first = 1, seeds = 20, days = 3] = process.argv.slice(2).map(Number);

async function main(): Promise<void> {
  let agreed = 0;
  for (let seed = first; seed < first + seeds; seed += 1) {
    const result = await compareSeed(seed, days);
    const { differences } = result;
    if (differences.length === 0) agreed += 1;
    process.stdout.write(
      `Seed ${seed}, a check every ${result.checkIntervalMs / 1000} s: ${result.before} alerts before, ${result.rehearsed} rehearsed, ${result.lived} sent. ${differences.length === 0 ? 'They agree.' : ''}\n${differences.map((line) => `  ${line}\n`).join('')}`,
    );
  }
  process.stdout.write(`${agreed} of ${seeds} seeds agree.\n`);
}

void main();
