import { createAlertHarness, STRANGER } from '../helpers/alertHarness';

const kit = createAlertHarness({
  findings: [
    { check: 'bot_token', level: 'ok', is: 'accepted', team: 'Desk' },
    {
      check: 'channel',
      level: 'error',
      is: 'rejected',
      channel: 'C0ALERTS',
      setting: 'ALERT_CHANNEL',
      code: 'not_in_channel',
    },
  ],
});

describe('/arb', () => {
  test('doctor shows an operator what is wrong first, with what to do about it, and what works', async () => {
    const { shown, text, public: isPublic } = await kit.ask('/arb doctor');
    expect(text).toMatch(/^1 error, 0 warnings\. .*not_in_channel.*\/invite @arbwatch/);
    expect(shown.indexOf('not_in_channel')).toBeLessThan(shown.indexOf('Desk'));
    expect(isPublic).toBe(false);
  });

  test('doctor is for operators: it posts to the channels', async () => {
    expect((await kit.ask('/arb doctor', STRANGER)).text).toContain('you are not allowed to do this');
  });

  test.each([
    ['', '/arb doctor'],
    ['docter', 'Did you mean doctor?'],
    ['doctor now', 'now'],
  ])('with "%s" says what to type', async (words, says) => {
    expect((await kit.ask(`/arb ${words}`)).shown).toContain(says);
  });
});
