import { evaluate } from '../../src/alerting';
import { migrateVersion01 } from '../../src/alerting/state/migrateVersion01';
import { MESSAGES_01, VERSION_01 } from '../fixtures/version01';
import { SETTINGS } from '../helpers/scenario';
import { second, snapshotOf, trader } from '../helpers/traders';

const known = JSON.stringify(VERSION_01);
const messages = new Map(Object.entries(MESSAGES_01));
const migrated = migrateVersion01({ known, messages });

test('Open incidents of version 0.1 are taken over, in the words of today, and closed ones are not', () => {
  expect(migrated?.state.incidents).toMatchObject([
    {
      rule: 'no_sign_of_life',
      state: 'acknowledged',
      acknowledgedBy: 'U1',
      targets: [
        { target: 'live:docker', startedAt: second(100), details: { lastSign: '2026-11-22T03:01:40Z' } },
      ],
    },
  ]);
});

test('Muted targets stay muted, those of open incidents keep what their rules remember, and others begin anew', () => {
  expect(migrated?.state.targets.map(({ target, muted }) => [target, muted])).toEqual([
    ['live:docker', false],
    ['paper:docker', true],
  ]);
  expect(migrated?.state.targets[0]?.rules).toMatchObject({ no_sign_of_life: { state: 'stale' } });
});

test('The message refs of open incidents are taken over', () => {
  const refs = [...(migrated?.messages ?? [])].map(([id, text]) => [id, JSON.parse(text)]);
  expect(refs).toEqual([
    [
      'heartbeat:live:docker:1795316500000',
      {
        channel: 'C0ALERTS',
        ts: '1795316595.000100',
        revision: 2,
        coveredUntil: null,
        staleMessages: [{ channel: 'C0OLD', ts: '1795316500.000100', revision: 1 }],
      },
    ],
  ]);
});

test('The next check goes on from there: the trader is still down, in the incident that was acknowledged', () => {
  const snapshots = (['live:docker', 'paper:docker', 'shadow:docker'] as const).map((target) =>
    snapshotOf(trader(target, []), 615),
  );
  const seen = { kind: 'observed', at: second(615), snapshots, sessions: null } as const;
  const { state, notifications } = evaluate(migrated?.state ?? null, seen, SETTINGS);
  expect(notifications.map(({ kind, id }) => [kind, id])).toEqual([
    ['incident', 'heartbeat:live:docker:1795316500000'],
  ]);
  expect(state.incidents.map(({ id, state }) => [id, state])).toEqual([
    ['heartbeat:live:docker:1795316500000', 'acknowledged'],
  ]);
});

test.each(['', 'no JSON', '[]', '{"observedAt":"yesterday"}'])('Of %j nothing is taken over', (text) => {
  expect(migrateVersion01({ known: text, messages })).toBeNull();
});
