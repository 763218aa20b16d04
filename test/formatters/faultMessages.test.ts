import {
  internalErrorMessage,
  overloadedMessage,
  stateUnavailableMessage,
  type UsageProblem,
  usageErrorMessage,
} from '../../formatters';
import { messageText } from '../helpers/messageText';
import { ago, NOW } from '../helpers/snapshots';

describe('a Redis that cannot be read', () => {
  const message = stateUnavailableMessage({ reason: 'unreachable', since: ago(250_000), now: NOW });

  test('comes with since when', () => {
    expect(messageText(message)).toContain(
      'Redis cannot be reached.\nSince 2026-11-22 07:37:41 UTC (4 min).',
    );
  });

  test('is not taken for dead traders', () => {
    expect(message.text).toBe(
      'Redis cannot be reached, for 4 min now. The state of the traders is unknown; they may be fine.',
    );
  });

  test.each([
    ['slow', 'Redis answers too slowly'],
    ['loading', 'Redis is not ready'],
    ['refused', 'Redis refuses what this bot asks'],
  ] as const)('that is %s is told as such', (reason, words) => {
    expect(stateUnavailableMessage({ reason, since: NOW, now: NOW }).text).toContain(words);
  });

  test('that refuses comes with what to check', () => {
    const message = stateUnavailableMessage({ reason: 'refused', since: NOW, now: NOW });
    expect(messageText(message)).toContain('check the user, password and database in REDIS_URL');
  });
});

describe('a fault of our own', () => {
  test('is apologised for with the reference that the log has too', () => {
    expect(messageText(internalErrorMessage('k3f9-x2'))).toContain(
      'Details are in the log under reference k3f9-x2.',
    );
  });

  test('claims nothing about the traders', () => {
    expect(internalErrorMessage('k3f9-x2').text).toContain('This says nothing about the traders.');
  });
});

describe('too much at once', () => {
  test('comes with when to ask again, and with what it does not mean', () => {
    expect(messageText(overloadedMessage())).toBe(
      'Sorry, arbwatch is too busy right now and did not start this.\n' +
        'Please try again in a few seconds. This says nothing about the traders.',
    );
  });
});

describe('a word that fits nothing', () => {
  const fault: UsageProblem = {
    word: 'papre',
    problem: 'is not a mode or an env',
    expected: 'live, paper or shadow, then docker or local',
    suggestion: 'paper',
    usage: '/arb-status [live|paper|shadow] [env] [public]',
  };

  test('gets one line: the word, what was expected, the nearest, and the usage', () => {
    expect(messageText(usageErrorMessage(fault))).toBe(
      'papre is not a mode or an env; expected live, paper or shadow, then docker or local. Did you mean paper? ' +
        'Usage: /arb-status [live|paper|shadow] [env] [public]',
    );
  });

  test('has nothing suggested when nothing is near', () => {
    expect(messageText(usageErrorMessage({ ...fault, suggestion: null }))).not.toContain('Did you mean');
  });

  test('is not repeated when it is missing', () => {
    const missing = { ...fault, word: null, problem: 'A session is missing' };
    expect(messageText(usageErrorMessage(missing))).toMatch(/^A session is missing; expected/);
  });

  test('cannot notify a channel', () => {
    expect(usageErrorMessage({ ...fault, word: '<!channel>' }).text).toMatch(/^`&lt;!channel&gt;` is not/);
  });
});
