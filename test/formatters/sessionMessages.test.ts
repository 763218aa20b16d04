import {
  ambiguousSessionMessage,
  type ListedSession,
  tuningListMessage,
  unknownSessionMessage,
} from '../../formatters';
import type { SessionRef } from '../../src/storage/botStore';
import { messageText } from '../helpers/messageText';
import { ago, NOW } from '../helpers/snapshots';

const plain = { demo: false, currency: null };
const ref: SessionRef = { sessionId: 'd28-demo-session', mode: 'paper', env: 'docker' };
const summary: ListedSession = {
  ...ref,
  name: null,
  shortId: 'd28-',
  completedIterations: 8,
  failedIterations: 0,
  planned: null,
  runningAgain: false,
  totalIterations: 10,
  workerCount: 3,
  failedStatuses: [],
  haveJobsEnded: false,
  lastUpdate: ago(25_000),
};

const anywhere = { within: { mode: null, env: null }, evictionPolicy: null };

const listOf = (sessions: readonly ListedSession[], more = 0) =>
  tuningListMessage({ sessions, more, ...anywhere, now: NOW }, plain);

describe('the recent sessions', () => {
  test('each have their id, progress, place, workers and age', () => {
    expect(messageText(listOf([summary]))).toContain(
      'd28-demo-session · type d28-\n████████░░ 80 % · 8 of 10 iterations\npaper docker · 3 workers · last iteration 25 s ago',
    );
  });

  test('that have a name are told by it, beside the id', () => {
    const named = listOf([{ ...summary, name: 'spread sweep' }]);
    expect(messageText(named)).toContain('spread sweep · d28-demo-session · type d28-');
    expect(named.text).toContain('is `spread sweep` · `d28-demo-session` (paper docker)');
  });

  test('that are finished say so', () => {
    expect(messageText(listOf([{ ...summary, completedIterations: 10 }]))).toContain(
      '100 % · 10 of 10 iterations · finished',
    );
  });

  test('whose jobs have ended say so', () => {
    expect(messageText(listOf([{ ...summary, totalIterations: null, haveJobsEnded: true }]))).toContain(
      '8 iterations, total not known · ended',
    );
  });

  test('of which jobs failed say so, in the sentence too', () => {
    const message = listOf([{ ...summary, failedStatuses: ['FAILED', 'FAILED'] }]);
    expect(messageText(message)).toContain('8 of 10 iterations · 🔴 2 jobs FAILED');
    expect(message.text).toContain('8 of 10 iterations · 2 jobs FAILED.');
  });

  test('whose total nobody gave have no per cent', () => {
    expect(messageText(listOf([{ ...summary, totalIterations: null }]))).toContain(
      '8 iterations, total not known',
    );
  });

  test('are ten at most, with the number of the older ones', () => {
    const text = messageText(
      listOf(
        Array.from({ length: 12 }, () => summary),
        30,
      ),
    );
    expect(text).toMatch(/^Tuning: 10 recent sessions\n/);
    expect(text).toContain('and 32 older sessions');
  });

  test('are told in one sentence by the newest', () => {
    expect(listOf([summary], 4).text).toBe(
      'The newest of 5 tuning sessions is `d28-demo-session` (paper docker): 80 % · 8 of 10 iterations.',
    );
  });

  test('that are none are told in one line', () => {
    expect(listOf([]).text).toBe('No tuning session in Redis.');
  });

  test('that are none claim nothing of places that were not looked through', () => {
    const within = { mode: 'live', env: 'local' } as const;
    expect(
      tuningListMessage({ sessions: [], more: 0, within, evictionPolicy: null, now: NOW }, plain).text,
    ).toBe('No tuning session of live local in Redis.');
  });
});

describe('the start of an id that fits several sessions', () => {
  const question = { prefix: 'd28', candidates: [ref, { ...ref, mode: 'shadow' as const }], more: 5 };

  test('gets them listed with their places, and how many more there are', () => {
    const text = messageText(ambiguousSessionMessage(question, plain));
    expect(text).toContain('d28-demo-session · paper docker\nd28-demo-session · shadow docker\nand 5 more');
  });

  test('gets told what to do', () => {
    expect(ambiguousSessionMessage(question, plain).text).toMatch(
      /^7 sessions could be `d28`, .*: give more of the id, or its mode and env\.$/,
    );
  });
});

describe('a text that fits no session', () => {
  test('is named, and the nearest suggested', () => {
    expect(unknownSessionMessage({ text: 'd29-demo', suggestions: [ref], ...anywhere }, plain).text).toBe(
      'No tuning session is called or starts with `d29-demo`. Did you mean `d28-demo-session`? The recent ones: `/arb-tuning`',
    );
  });

  test('gets told which places were looked through', () => {
    const within = { mode: 'paper', env: null } as const;
    expect(
      unknownSessionMessage({ text: 'd29', suggestions: [], within, evictionPolicy: null }, plain).text,
    ).toMatch(/^No tuning session of paper is called or starts with `d29`\./);
  });

  test('has nothing suggested when nothing is near', () => {
    const message = unknownSessionMessage({ text: 'xyz', suggestions: [], ...anywhere }, plain);
    expect(messageText(message)).not.toContain('Did you mean');
  });
});
