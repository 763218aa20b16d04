import { Roles } from '../../src/access/roles';
import { createCommandHarness } from '../helpers/commandHarness';
import { keptLog } from '../helpers/log';
import { rehearsalsOver, rehearsedPast } from '../helpers/rehearsedPast';

const PAPER = 'paper:docker';

const rolesWith = (operator: string) =>
  new Roles(() => ({ viewers: null, operators: [operator] }), { members: async () => [] }, keptLog().log);
const OPERATORS = rolesWith('U0OPERATOR');

const past = rehearsedPast(
  {
    [PAPER]: {
      silent: [
        [300, 298],
        [60, 30],
      ],
    },
  },
  { since: 60 * 26 },
);

async function harness() {
  const { history, clock } = await past;
  const rehearsals = rehearsalsOver({ history, clock });
  return createCommandHarness({
    history,
    roles: OPERATORS,
    rehearse: (request, signal) => rehearsals.run(request, signal),
  });
}

test('The answer says how many alerts, which would be missed, which come later, and what it leaves out', async () => {
  const { ask } = await harness();
  const { shown, text, public: isPublic } = await ask('/arb rehearse stale_after=13m since=1d');
  expect(text).toBe(
    '1 alert instead of 2, last 24 h. 1 would not have come and 1 at another time or severity.',
  );
  expect(shown).toMatch(/You would have missed.*Down: paper docker/s);
  expect(shown).toMatch(/at another time.*11 min later/s);
  expect(shown).toMatch(/stale_after.*13m/);
  expect(shown).toMatch(/What people did is left out/);
  expect(shown).toMatch(/Not in the history, so not rehearsed: rejected/);
  expect(isPublic).toBe(false);
});

test.each([
  ['/arb rehearse', 'Say which settings to try'],
  ['/arb rehearse stale_after', 'Say which settings to try'],
  ['/arb rehearse ../etc/passwd', 'Say which settings to try'],
  ['/arb rehearse stale_after=90s since=tomorrow', 'is not a time to look back at'],
  ['/arb rehearse a.yaml b.yaml', 'is a second file'],
  ['/arb rehearse stale_aftr=90s', 'Did you mean stale_after?'],
  ['/arb rehearse stale_after=soon balance_drop.percent=-1', '2 problems'],
])('%s is answered with what to type instead', async (line, expected) => {
  const { ask } = await harness();
  expect((await ask(line)).shown).toContain(expected);
});

test('Spaces around the = and capitals of a phone are understood', async () => {
  const { ask } = await harness();
  expect((await ask('/arb rehearse Stale_after = 13m Since = 1d')).shown).toContain('1 alert instead of 2');
});

test('The settings in use change nothing, and the answer says so', async () => {
  const { ask } = await harness();
  const { shown } = await ask('/arb rehearse outage_after=60 since=1d');
  expect(shown).toContain('2 alerts as before');
});

test('Who is no operator rehearses nothing', async () => {
  const { ask } = createCommandHarness({ roles: rolesWith('U0SOMEBODY') });
  expect((await ask('/arb rehearse stale_after=13m')).shown).not.toContain('instead of');
});

test('A bot that does not know where its configuration came from says so', async () => {
  const { ask } = createCommandHarness({ roles: OPERATORS });
  expect((await ask('/arb rehearse stale_after=13m')).shown).toContain('cannot rehearse');
});
