import { decodeAuditEntry, encodeAuditEntry } from '../../src/alerting/auditLog';
import type { AuditAction } from '../../src/alerting/types';

const at = new Date('2026-11-21T02:58:00.000Z');

describe('An audit entry', () => {
  test.each<AuditAction>([
    { kind: 'acknowledge' },
    { kind: 'snooze', until: at },
    { kind: 'unsnooze' },
    { kind: 'mute' },
    { kind: 'release_heartbeat' },
    { kind: 'test' },
    { kind: 'unmuted' },
    { kind: 'changed', from: null, to: 'open' },
    { kind: 'changed', from: 'open', to: 'recovered' },
  ])('is decoded as it was encoded: %j', (action) => {
    const incident = { id: 'no_sign_of_life:paper:a: b:1', rule: 'no_sign_of_life' };
    const entry = { at, actor: 'U1', action, incident, target: 'paper:a: b' };
    expect(decodeAuditEntry(encodeAuditEntry(entry))).toEqual(entry);
    const own = { at, actor: null, action, incident: null, target: null };
    expect(decodeAuditEntry(encodeAuditEntry(own))).toEqual(own);
  });

  test.each([
    [
      'a sentence of version 0.1',
      JSON.stringify({ at, userId: 'U1', what: 'heartbeat:paper:docker:1: muted it' }),
    ],
    [
      'of an action that is not known',
      encodeAuditEntry({ at, actor: null, action: { kind: 'test' }, incident: null, target: null }).replace(
        '"test"',
        '"x"',
      ),
    ],
    ['no JSON', '{'],
    ['no object', 'null'],
  ])('is left out if it is %s', (_, text) => {
    expect(decodeAuditEntry(text)).toBeNull();
  });
});
