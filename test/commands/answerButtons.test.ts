import { ANSWER_ACTIONS } from '../../formatters';
import { createAlertHarness, STRANGER } from '../helpers/alertHarness';
import { knownWith, open } from '../helpers/incidents';

const { refresh, period, target } = ANSWER_ACTIONS;

describe('What a button of an answer holds', () => {
  test.each([
    ['nothing', null],
    ['no command', 'status paper docker'],
    ['a command of another app', '/weather seoul'],
    ['what changes an alert', '/arb-alerts ack paper docker'],
    ['what mutes', '/arb-alerts mute paper docker'],
    ['what notes a deposit', '/arb-pnl note paper docker 500'],
    ['what stores a total', '/arb-tuning 80a9 500'],
    ['a reload', '/arb reload'],
    ['the name of a member that every object has', 'constructor'],
    ['too much', `/arb-status ${'x'.repeat(3_000)}`],
  ])('that is %s is refused, and changes nothing', async (_, value) => {
    const kit = createAlertHarness();
    await kit.know(knownWith(open));
    for (const actionId of [refresh, period, `${target}#2`])
      expect((await kit.press(actionId, value))?.text).toContain('Sorry, this button asks for nothing');
    expect((await kit.service.incidents())[0]?.state).toBe('open');
  });

  test('with a word that does not fit is answered as if it had been typed', async () => {
    const pressed = await createAlertHarness().press(refresh, '/arb-status paper docker <!channel>');
    expect(pressed?.text).toContain('is not a mode or an env');
    expect(pressed?.text).not.toContain('<!channel>');
  });

  test('is answered to viewers alone', async () => {
    const kit = createAlertHarness({ roles: { viewers: ['U0VIEWER'] } });
    expect((await kit.press(refresh, '/arb-status', STRANGER))?.text).toContain('not allowed to see this');
  });
});
