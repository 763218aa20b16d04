import fc from 'fast-check';
import { createCommandHarness } from '../helpers/commandHarness';
import { writeIteration } from '../helpers/tuningState';

/* The command that `/arb-tuning` shows for a total that nobody gave: as it stands there, it reaches the same session. */

const HINT = /Set the total: \/arb-tuning (.+)/;

/** Sessions with this id on paper docker (2 iterations) and shadow local (5), and one whose id starts so. */
function kitWith(session: string) {
  const kit = createCommandHarness();
  for (const n of [1, 2]) writeIteration(kit.store, n, { session });
  for (const n of [1, 2, 3, 4, 5])
    writeIteration(kit.store, n, { session, namespace: 'tuning:local:shadow' });
  writeIteration(kit.store, 1, { session: `${session}-2` });
  const ask = async (words: string) => (await kit.ask(`/arb-tuning ${words}`)).shown;
  const hint = async (words: string) => HINT.exec(await ask(words))?.[1] ?? '';
  return { ask, hint };
}

const quoted = (session: string): string => (session.includes('"') ? `“${session}”` : `"${session}"`);

test('is short where nothing else is needed', async () => {
  expect(await kitWith('d28-demo').hint('d28-demo-2')).toBe('d28-demo-2 <total>');
});

test.each([
  ['spaces', 'night run 7'],
  ['a word that every command knows', 'paper'],
  ['such a word in capitals', 'HELP'],
  ['a comma at its end', 'run,'],
  ['typographic quotes', '“run”'],
  ['straight quotes', 'the "best" run'],
])('of a session named with %s reaches it', async (_, session) => {
  const { ask, hint } = kitWith(session);
  const typed = await hint(`${quoted(session)} paper`);
  expect(await ask(typed.replace('<total>', '12'))).toContain('2 of 12 iterations');
});

test('of a session that was asked for by the start of its id names it whole', async () => {
  expect(await kitWith('d28-demo').hint('d28 shadow')).toBe('d28-demo <total> shadow');
});

test.each([
  ['that cannot be typed', 'a\u0007b'],
  ['that is too long to type', 'a'.repeat(61)],
])('of a session with a name %s leaves its place open', async (_, session) => {
  expect(await kitWith(session).hint(`${quoted(session)} local`)).toBe('<session> <total> local');
});

const parts = fc.constantFrom(
  ...['paper', 'LIVE', 'docker', 'public', 'help', '500', 'a', '-', ':', ',', '.', '한', ' '],
  ...['"', '“', '”', '<', '>', '&', '*', '`', '\\', '$&'],
);
const anyName = fc.array(parts, { minLength: 1, maxLength: 5 }).map((all) => all.join(''));

test('of a session of any name that can be quoted reaches it', () =>
  fc.assert(
    fc.asyncProperty(
      anyName.filter((name) => !(name.includes('"') && name.includes('”'))),
      fc.constantFrom('paper', 'docker', 'docker paper'),
      async (session, place) => {
        const { ask, hint } = kitWith(session);
        const typed = await hint(`${quoted(session)} ${place}`);
        expect(await ask(typed.replace('<total>', '12'))).toContain('2 of 12 iterations');
      },
    ),
  ));
