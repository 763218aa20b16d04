import type { AlertConfig } from '../../src/config';
import type { PageNotification } from '../../src/notify/model/notification';
import { committing, type Mutant, mutant } from './mutant';

const deciding =
  (change: (decide: AlertConfig['decide']) => AlertConfig['decide']) =>
  (config: AlertConfig): AlertConfig => ({ ...config, decide: change(config.decide) });

type Windows = NonNullable<AlertConfig['decide']['silenceWindows']>;

const changingWindows = (change: (windows: Windows) => Windows) =>
  deciding((decide) => ({ ...decide, silenceWindows: change(decide.silenceWindows ?? []) }));

type PagedVia = { via: PageNotification['via'] };

/** Faults in who is told what, where and when, of which each must be found out. */
export const ADDRESS_MUTANTS: readonly Mutant[] = [
  mutant('pages nobody', {
    firstSeed: 7,
    firstDays: 2,
    config: deciding((decide) => ({ ...decide, paging: { ...decide.paging, escalation: null } })),
  }),
  mutant('pages before the step is due', {
    config: deciding((decide) => {
      const { escalation } = decide.paging ?? {};
      if (!escalation) return decide;
      const steps = escalation.steps.map((step, i) => ({ ...step, afterMs: 1_000 * (i + 1) }));
      return { ...decide, paging: { ...decide.paging, escalation: { ...escalation, steps } } };
    }),
  }),
  mutant('pages somebody who is not on call', {
    alertStore: committing((change) => ({
      ...change,
      enqueue: change.enqueue.map(({ id, text }) => {
        const page = JSON.parse(text) as { kind: string } & PagedVia;
        return page.kind === 'page'
          ? { id, text: JSON.stringify({ ...page, via: { dm: 'U0EVE' } }) }
          : { id, text };
      }),
    })),
  }),
  mutant('pages what is not critical', {
    firstDays: 1,
    config: deciding((decide) => {
      const { escalation } = decide.paging ?? {};
      if (!escalation) return decide;
      const severities = ['critical', 'warning'] as const;
      return { ...decide, paging: { ...decide.paging, escalation: { ...escalation, severities } } };
    }),
  }),
  mutant('mentions nobody', {
    config: deciding(({ mentions: _, ...decide }) => decide),
  }),
  mutant('ignores routes', {
    firstSeed: 12,
    firstDays: 2,
    config: deciding(({ routes: _, ...decide }) => decide),
  }),
  mutant('ignores maintenance', {
    firstSeed: 95,
    firstDays: 2,
    config: deciding(({ silenceWindows: _, ...decide }) => decide),
  }),
  mutant('never ends a maintenance', {
    firstDays: 1,
    config: deciding((decide) => ({
      ...decide,
      silenceWindows: decide.silenceWindows?.map((window) => ({ ...window, to: '23:59' })) ?? [],
    })),
  }),
  mutant('ignores quiet hours', {
    firstSeed: 140,
    config: changingWindows((windows) => windows.filter(({ kind }) => kind !== 'quiet_hours')),
  }),
  mutant('never ends quiet hours', {
    firstSeed: 4,
    config: changingWindows((windows) =>
      windows.map((window) => (window.kind === 'quiet_hours' ? { ...window, to: '23:59' } : window)),
    ),
  }),
  mutant('holds back critical alerts in quiet hours', {
    firstSeed: 4,
    config: changingWindows((windows) =>
      windows.map((window) =>
        window.kind === 'quiet_hours' ? { ...window, severities: null, includesCritical: true } : window,
      ),
    ),
  }),
  mutant('sums up nothing of what it held back', {
    firstSeed: 4,
    alertStore: committing((change) => ({
      ...change,
      enqueue: change.enqueue.filter(({ text }) => !text.startsWith('{"kind":"silence"')),
    })),
  }),
];
