import { eventMessage } from '../../formatters';
import { messageText } from '../helpers/messageText';
import { NOW } from '../helpers/snapshots';

const finished = { what: 'finished', sessionId: 'S', env: 'docker', mode: 'paper', completed: 6, total: 6 };

const told = (changes: Record<string, string | number | null>) =>
  eventMessage(
    {
      rule: 'tuning',
      target: 'tuning:docker:paper:S',
      level: 'normal',
      severity: 'info',
      at: NOW,
      details: { ...finished, ...changes },
    },
    { now: NOW, deliveredLate: null, insteadOf: null },
    { demo: false, currency: null, zone: 'UTC' },
  );

describe('That a tuning session finished', () => {
  test('is said of a first run without counting it', () => {
    expect(told({}).text).toBe('🏁 Info · Tuning finished: `S` · paper docker. 6 of 6 iterations completed.');
  });

  test('comes with the run, where it was run again', () => {
    expect(told({ run: 3 }).text).toContain('🏁 Info · Tuning finished: `S` · paper docker · run 3. 6 of 6');
  });

  test('comes with how many of its iterations failed', () => {
    const message = told({ completed: 4, failed: 2 });
    expect(message.text).toBe(
      '🟠 Info · Tuning finished, 2 failed: `S` · paper docker. 4 of 6 iterations completed.',
    );
    expect(messageText(message)).toContain('🟠 Info · Tuning finished, 2 failed:');
  });

  test('comes with its failed jobs first', () => {
    const { text } = told({ failed: 1, failedJobs: 1, failedStatuses: 'FAILED' });
    expect(text).toContain('🔴 Info · Tuning finished, 1 failed, 1 job FAILED:');
  });
});

describe('That a tuning session stalled', () => {
  const stalled = { what: 'stalled', completed: 4, evictionPolicy: 'allkeys-lru' };

  test('comes with what Redis may have evicted', () => {
    expect(told(stalled).text).toContain('Redis evicts keys here (allkeys-lru): iterations may be missing');
  });

  test('says nothing of that where its total is there', () => {
    expect(told({ evictionPolicy: 'allkeys-lru' }).text).not.toContain('evicts');
  });
});
