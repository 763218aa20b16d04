import { liveStatusMessage } from '../../formatters';
import { parseMrkdwn } from '../../sandbox/mrkdwn';
import { loadCliConfig } from '../../src/config';
import { StateUnavailableError } from '../../src/redis/errors';
import type { AskEviction } from '../../src/redis/eviction';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { cliHarness } from '../helpers/cliHarness';
import { settableClock } from '../helpers/clock';
import { createCommandHarness } from '../helpers/commandHarness';
import { portfolioOnly, viewOf } from '../helpers/snapshots';
import { statesOver } from '../helpers/states';

const DOCS_URL = 'https://git.example/docs/';
const NEITHER = 'This trader writes neither heartbeats nor metrics.';
const HEADING = 'The live trader writes no heartbeat and no metrics';
const EVICTION = 'Redis may evict keys of any kind when its memory is full.';

const evicting: AskEviction = async () => ({ policy: 'allkeys-lru', evictedKeys: 0, isLimited: true });

const clock = settableClock('2026-11-22T08:00:00Z');
let store: MemoryStore;
beforeEach(() => {
  store = new MemoryStore(clock);
  store.setHash('live:docker:arbitrage:portfolio:state', { total_balance: '100.0' }, 299_000);
});

const askedWith = (eviction?: AskEviction, docsUrl: string | null = null) =>
  createCommandHarness({
    store,
    states: statesOver(store, clock, undefined, eviction),
    format: { demo: false, currency: null, docsUrl },
  }).ask('/arb-status live docker');

/** Where the hints of a status lead, as Slack reads its small print. */
const linksWith = (docsUrl: string | null): string[] => {
  const view = { ...viewOf(portfolioOnly), hints: ['no_heartbeat', 'eviction'] as const };
  const { blocks } = liveStatusMessage(view, { demo: false, currency: null, docsUrl });
  const context = blocks.at(-1);
  const [print] = context?.type === 'context' ? context.elements : [];
  const text = print?.type === 'mrkdwn' ? print.text : '';
  return parseMrkdwn(text).flatMap((token) => (token.kind === 'link' ? [token.url] : []));
};

const shownInTerminal = async (eviction: AskEviction, env: Record<string, string>): Promise<string> => {
  const cli = cliHarness({ eviction });
  Object.assign(cli.env, env);
  cli.store.setHash('live:docker:arbitrage:portfolio:state', { total_balance: '100.0' }, 299_000);
  await cli.run('status', 'live', 'docker');
  return cli.stdout.join('');
};

describe('A hint at what the trading system does not do', () => {
  test('names the page and the heading', async () => {
    const { shown } = await askedWith();
    expect(shown).toContain(`💡 ${NEITHER} See docs/trading-system.md, “${HEADING}”.`);
    expect(shown).not.toContain(EVICTION);
  });

  test('links to the heading where DOCS_URL is set', async () => {
    const { shown } = await askedWith(evicting, DOCS_URL);
    expect(shown).toContain(`💡 ${NEITHER} See ${HEADING}.`);
    expect(shown).toContain(`💡 ${EVICTION} See Production Redis evicts.`);
    const page = `${DOCS_URL}trading-system.md`;
    expect(linksWith(DOCS_URL)).toEqual([
      `${page}#the-live-trader-writes-no-heartbeat-and-no-metrics`,
      `${page}#production-redis-evicts`,
    ]);
  });

  test('stands in the terminal, with the address', async () => {
    const shown = await shownInTerminal(evicting, { DOCS_URL: 'https://git.example/docs' });
    expect(shown).toContain(
      `${EVICTION} See Production Redis evicts (${DOCS_URL}trading-system.md#production-redis-evicts)`,
    );
  });

  test.each<[string, AskEviction]>([
    ['without a limit of memory', async () => ({ policy: 'allkeys-lru', evictedKeys: 0, isLimited: false })],
    [
      'that evicts only what expires',
      async () => ({ policy: 'volatile-lru', evictedKeys: 9, isLimited: true }),
    ],
    ['that does not tell', async () => ({ policy: null, evictedKeys: null, isLimited: null })],
    ['that cannot be asked', async () => Promise.reject(new StateUnavailableError('slow', clock.now()))],
  ])('says nothing of eviction by a Redis %s', async (_, eviction) => {
    expect((await askedWith(eviction)).shown).not.toContain(EVICTION);
  });
});

describe('DOCS_URL', () => {
  test.each([
    'http://git.example/docs/',
    'https://user:pw@git.example/docs/',
    'https://git.example/docs?page=',
    'https://git.example/docs#top',
    `https://git.example/${'x'.repeat(300)}`,
    'docs',
  ])('refuses %s', (url) => {
    expect(() => loadCliConfig({ DOCS_URL: url })).toThrow(/DOCS_URL/);
  });

  test('cannot end a link early', () => {
    const { docsUrl } = loadCliConfig({ DOCS_URL: 'https://git.example/a>b|<!channel>/' });
    expect(linksWith(docsUrl)[0]).toMatch(/^https:\/\/git\.example\/a%3Eb%7C%3C!channel%3E\/trading/);
  });
});
