import fc from 'fast-check';
import { ACTIONS } from '../../commands/actions';
import { handleAction } from '../../commands/lib/pipeline';
import { INCIDENT_ACTIONS, incidentMessage, PAGE_ACTIONS } from '../../formatters';
import { objectsIn } from '../../sandbox/json';
import { decodeState } from '../../src/alerting';
import type { Incident } from '../../src/alerting/incidents/incident';
import { createAlertHarness, OPERATOR, STRANGER, seen } from '../helpers/alertHarness';
import {
  acknowledged,
  affected,
  blindOver,
  knownWith,
  NIGHT,
  open,
  recovered,
  snoozed,
} from '../helpers/incidents';
import { always, answered } from './always';
import { strangeIn } from './strange';
import { hostileText } from './text';

const LONG = 'x'.repeat(300);
const INCIDENTS: readonly Incident[] = [
  open,
  { ...acknowledged, id: 'no_sign_of_life:live:docker:1', targets: [affected('live:docker')] },
  { ...snoozed, id: 'stale_portfolio:paper:docker:2', rule: 'stale_portfolio' },
  { ...recovered, id: 'stale_portfolio:live:docker:3', rule: 'stale_portfolio' },
  { ...open, id: `no_sign_of_life:paper:docker:${LONG}` },
  { ...open, id: `no_sign_of_life:paper:docker:${LONG}y` },
  blindOver,
];

/** What stands on the buttons and in the menus of the incident's message. */
function valuesOn(incident: Incident): string[] {
  const context = { now: NIGHT, deliveredLate: null };
  const { blocks } = incidentMessage(incident, context, { demo: false, currency: null, zone: 'UTC' });
  const elements = blocks.flatMap((block) => (block.type === 'actions' ? objectsIn(block.elements) : []));
  return elements.flatMap(({ value, options }) => [
    ...(typeof value === 'string' ? [value] : []),
    ...objectsIn(options).map((option) => String(option.value)),
  ]);
}

/** A message may be pressed as it was before, when nobody had seen to it yet. */
const SHOWN = INCIDENTS.map((incident) => ({
  incident,
  values: (['open', 'snoozed'] as const).flatMap((state) => valuesOn({ ...incident, state })),
}));
const VALUES = SHOWN.flatMap(({ values }) => values);
const IDS = ACTIONS.map(({ actionId }) => actionId);

const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...VALUES, ...INCIDENTS.map(({ id }) => id)) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...VALUES), fc.nat({ max: 40 }), fc.nat({ max: 2 }), hostileText)
      .map(([text, at, cut, put]) => `${text.slice(0, at)}${put}${text.slice(at + cut)}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('1h', '4h', '09:00', '1000d', '0m'), fc.constantFrom(...VALUES))
      .map((parts) => parts.join(' ')),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '*',
      'monitoring_outage:1795316399',
      '1h monitoring_outage:start:1795316399',
      'sha256:',
      `sha256:${'0'.repeat(64)}`,
      'undefined',
      'null',
      '__proto__',
      '',
    ),
  },
  { weight: 1, arbitrary: hostileText },
);
const actionId = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...IDS) },
  { weight: 1, arbitrary: hostileText },
);

const OPERATORS_ONLY: readonly string[] = [INCIDENT_ACTIONS.mute, INCIDENT_ACTIONS.releaseHeartbeat];

test('Any button press changes only the incident on the button, or with maintenance those of its target', async () => {
  const cases = fc.record({ id: actionId, pressed: fc.option(value), isStranger: fc.boolean() });
  await always(
    answered(cases, async ({ id, pressed, isStranger }) => {
      const kit = createAlertHarness({ roles: { operators: [OPERATOR.userId] } });
      await kit.know(knownWith(...INCIDENTS));
      const before = await incidentsOf(kit);
      const requester = isStranger ? STRANGER : OPERATOR;
      const answer = await handleAction(id, pressed, { ...kit.deps, requester });
      if (answer !== null) expectWhole(answer.message);
      const after = await incidentsOf(kit);
      const changed = before.filter((one, i) => JSON.stringify(one) !== JSON.stringify(after[i]));
      const onButton = SHOWN.filter(({ values }) => values.includes(pressed ?? '')).map(
        ({ incident }) => incident,
      );
      // The maintenance of a target is that of all its incidents.
      const isMeant = (one: Incident): boolean =>
        onButton.some(
          (each) => each.id === one.id || (id === INCIDENT_ACTIONS.maintenance && isOfSameTarget(each, one)),
        );
      expect(changed.filter((one) => !isMeant(one)).map((one) => one.id)).toEqual([]);
      if (id !== INCIDENT_ACTIONS.maintenance) expect(changed.length).toBeLessThanOrEqual(1);
      if (isStranger && OPERATORS_ONLY.includes(id)) expect(changed).toEqual([]);
      // In a direct message the alert itself, which shows what was done, is not in sight.
      if (id === PAGE_ACTIONS.acknowledge) expect(answer).not.toBeNull();
      else if (id !== INCIDENT_ACTIONS.maintenance) expect(answer === null).toBe(changed.length > 0);
    }),
    150,
  );
});

const isOfSameTarget = (one: Incident, other: Incident): boolean =>
  one.targets.some(({ target }) => other.targets.some((each) => each.target === target));

async function incidentsOf({
  alertStore,
}: ReturnType<typeof createAlertHarness>): Promise<readonly Incident[]> {
  const stored = await alertStore.load();
  return decodeState(stored?.records ?? new Map()).state?.incidents ?? [];
}

function expectWhole(message: Parameters<typeof seen>[0]): void {
  expect(seen(message).shown.trim()).not.toBe('');
  expect(seen(message).shown).not.toContain('went wrong in arbwatch');
  expect(strangeIn(message, [OPERATOR.userId, 'U0OPERATOR'])).toEqual([]);
}
