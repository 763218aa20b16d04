import type { Message } from '../../formatters';
import * as formatters from '../../formatters';
import { checkedMessageBlocks } from '../../sandbox/blockKit/check';
import { mrkdwnIn } from '../../sandbox/blockKit/readable';
import { objectsIn } from '../../sandbox/json';
import { parseMrkdwn } from '../../sandbox/mrkdwn';
import { inLanguage, LANGUAGES, type Language } from '../../src/lib/language';
import type { LiveStatusSnapshot } from '../../src/monitors/live/liveSnapshot';
import { messageText } from '../helpers/messageText';
import { ago, armed, healthy, NOW, running, sessionOf, silent, viewOf, worker } from '../helpers/snapshots';

const anywhere = { within: { mode: null, env: null }, evictionPolicy: 'allkeys-lru' };

const EVIL = '<!channel> <@U1> *bold* _it_ ~no~ `code` :skull: \u202e\n# <https://x.example|bank> & "q" ';
const ENDLESS = EVIL.repeat(80).slice(0, 4_000);
const NAMES = [
  EVIL,
  ENDLESS,
  '한국어 👩‍🚀 '.repeat(500),
  '\ud83d',
  ' ',
  '"'.repeat(4_000),
  '\\'.repeat(4_000),
];

const problemsOf = (name: string) => Array.from({ length: 10_000 }, () => ({ key: name, what: name }));
const workersOf = (name: string) =>
  Array.from({ length: 500 }, (_, i) =>
    worker(`${i} ${name}`, i, {
      missing: Array.from({ length: 1_000 }, (_, n) => ({ from: 3 * n + 1, to: 3 * n + 2 })),
    }),
  );

const worstLive = (name: string): LiveStatusSnapshot => ({
  ...armed,
  env: name,
  heartbeatComponent: name,
  totalBalance: -1.7976931348623157e308,
  availableBalance: 5e-324,
  liveMetrics: Array.from({ length: 1_000 }, (_, i) => ({ name: `${i} ${name}`, value: i })),
  problems: problemsOf(name),
});

/** Every message there is, with this name wherever a name can stand, and too many of everything. */
function worstMessages(name: string, options: formatters.FormatOptions): Record<string, Message> {
  const live = worstLive(name);
  const session = { sessionId: name, mode: 'paper', env: 'docker' } as const;
  const summary = {
    shortId: name,
    name,
    ...session,
    completedIterations: 1,
    failedIterations: 1,
    totalIterations: 3,
    planned: 3,
    runningAgain: true,
    workerCount: 1,
    failedStatuses: ['FAILED'],
    haveJobsEnded: true,
    lastUpdate: null,
  };
  const tuning = sessionOf(workersOf(name), null, {
    sessionId: name,
    byStatus: Array.from({ length: 500 }, (_, i) => ({ status: `${name} ${i}`, count: i })),
    metricsKeys: Array.from({ length: 500 }, () => name),
    jobs: {
      succeeded: 0,
      plannedAtLeast: 9,
      planned: 9,
      runs: 1,
      failed: Array.from({ length: 500 }, () => ({
        worker: name,
        status: name,
        returnCode: -9,
        finishedAt: null,
      })),
    },
    problems: problemsOf(name),
    problemsOmitted: 1e9,
  });
  const many = <T>(one: T): T[] => Array.from({ length: 300 }, () => one);
  return {
    live: formatters.liveStatusMessage(viewOf(live), options),
    overview: formatters.overviewMessage(
      { views: many(viewOf(live)), neverReported: many(live), now: NOW },
      options,
    ),
    tuning: formatters.tuningStatusMessage(tuning, options, { totalCommand: `/arb-tuning ${name} <total>` }),
    unheardOf: formatters.tuningStatusMessage(
      sessionOf([], null, { sessionId: name, byStatus: [] }),
      options,
    ),
    list: formatters.tuningListMessage(
      { sessions: many(summary), more: 1e9, ...anywhere, now: NOW },
      options,
    ),
    ambiguous: formatters.ambiguousSessionMessage(
      { prefix: name, candidates: many(session), more: 9 },
      options,
    ),
    unknown: formatters.unknownSessionMessage(
      { text: name, suggestions: many(session), ...anywhere },
      options,
    ),
    apology: formatters.internalErrorMessage(name),
    busy: formatters.overloadedMessage(),
    usage: formatters.usageErrorMessage({
      word: name,
      problem: 'is not',
      expected: 'it',
      suggestion: name,
      usage: name,
    }),
  };
}

const ordinary = (options: formatters.FormatOptions): Record<string, Message> => ({
  healthy: formatters.liveStatusMessage(viewOf(healthy), options),
  silent: formatters.liveStatusMessage(viewOf(silent), options),
  overview: formatters.overviewMessage(
    { views: [viewOf(armed), viewOf(healthy)], neverReported: [silent], now: NOW },
    options,
  ),
  nobody: formatters.overviewMessage({ views: [], neverReported: [silent], now: NOW }, options),
  running: formatters.tuningStatusMessage(running, options),
  noSessions: formatters.tuningListMessage({ sessions: [], more: 0, ...anywhere, now: NOW }, options),
});

const plain = { demo: false, currency: null };
const demo = { demo: true, currency: 'KRW' };
const named = (messages: Record<string, Message>) => Object.entries(messages);
/** Names are treated alike in every language: beside English, those that are markup suffice, a short one and a long one. */
const namesIn = (language: Language): readonly string[] => (language === 'en' ? NAMES : NAMES.slice(0, 2));

const worst = LANGUAGES.flatMap((language) =>
  namesIn(language).flatMap((name) =>
    named(inLanguage(language, () => worstMessages(name, demo))).map(
      ([kind, message]) => [kind, `${JSON.stringify(name.slice(0, 12))}, in ${language},`, message] as const,
    ),
  ),
);
const ordinaryOnes = LANGUAGES.flatMap((language) =>
  named(inLanguage(language, () => ordinary(plain))).map(
    ([kind, message]) => [`${kind}, in ${language}`, message] as const,
  ),
);

test.each(ordinaryOnes)('the ordinary message "%s" is one that Slack takes', (_, { blocks }) => {
  expect(() => checkedMessageBlocks(blocks)).not.toThrow();
});

describe('in the worst case', () => {
  test.each(worst)(
    'the message "%s" with names like %s is one that Slack takes',
    (_kind, _name, { blocks }) => {
      expect(() => checkedMessageBlocks(blocks)).not.toThrow();
    },
  );

  test.each(worst)(
    'the message "%s" with names like %s has a sentence of sane length',
    (_kind, _name, { text }) => {
      expect(text.length).toBeLessThanOrEqual(4_000);
    },
  );

  test.each(worst)(
    'the message "%s" with names like %s notifies nobody',
    (_kind, _name, { text, blocks }) => {
      const tokens = [text, ...mrkdwnIn(objectsIn(blocks))].flatMap(parseMrkdwn);
      expect(tokens.filter(({ kind }) => kind.endsWith('mention') || kind === 'broadcast')).toEqual([]);
    },
  );

  test.each(worst)(
    'the message "%s" with names like %s formats no name',
    (_kind, _name, { text, blocks }) => {
      const tokens = [text, ...mrkdwnIn(objectsIn(blocks))].flatMap(parseMrkdwn);
      const markup = tokens.filter((token) =>
        ['italic', 'strike', 'emoji', 'quote', 'preformatted'].includes(token.kind),
      );
      expect(markup).toEqual([]);
    },
  );

  test.each(worst)('the message "%s" with names like %s shows nothing unseen', (_kind, _name, message) => {
    expect(messageText(message).replaceAll('\n', '')).not.toMatch(/(?!\u200d)[\p{Cc}\p{Cf}\p{Cs}]/u);
  });
});

test.each(named({ ...ordinary(demo), ...worstMessages('a-session', demo) }))(
  'the demo\'s message "%s" says "demo data" on the screen and in the notification, unless it shows none',
  (kind, message) => {
    const says = [message.text, messageText(message)].map((text) => /demo data/i.test(text));
    const showsData = !['apology', 'busy', 'usage'].includes(kind);
    expect(says).toEqual([showsData, showsData]);
  },
);

test('A message shows the time of the last iteration in the zone of each reader', () => {
  const { blocks } = formatters.tuningStatusMessage({ ...running, lastUpdate: ago(60_000) }, plain);
  const dates = mrkdwnIn(objectsIn(blocks)).flatMap(parseMrkdwn);
  expect(dates).toContainEqual(expect.objectContaining({ kind: 'date', epochS: 1_795_333_251 }));
});
