import { arbTuning } from '../../commands/arbTuning';
import { handleAction, handleCommand } from '../../commands/lib/pipeline';
import { ANSWER_ACTIONS } from '../../formatters';
import { createAlertHarness, OPERATOR, STRANGER } from '../helpers/alertHarness';
import { messageText } from '../helpers/messageText';
import { writeIteration } from '../helpers/tuningState';

const depsOf = (channelId = OPERATOR.channelId) => {
  const kit = createAlertHarness();
  writeIteration(kit.store, 1, { session: 'sweep' });
  return kit.depsOf({ ...OPERATOR, channelId });
};
const shownBy = async (text: string, channelId?: string): Promise<string> =>
  messageText((await handleCommand(arbTuning, text, depsOf(channelId))).message);

describe('"Share to channel"', () => {
  test('stands below an answer that only the requester sees, and nowhere else', async () => {
    expect(await shownBy('sweep')).toContain('Share to channel');
    expect(await shownBy('sweep public')).not.toContain('Share to channel');
    expect(await shownBy('sweep', 'D0OPERATOR')).not.toContain('Share to channel');
  });

  test('asks again, for all in the channel, without a button to share', async () => {
    const shared = await handleAction(ANSWER_ACTIONS.share, '/arb-tuning sweep', depsOf());
    expect(shared).toMatchObject({ public: true });
    expect(shared && messageText(shared.message)).toContain('sweep');
    expect(shared && messageText(shared.message)).not.toContain('Share to channel');
  });

  test.each([
    ['what is not there', '/arb-tuning nosuch'],
    ['a word that does not fit', '/arb-tuning sweep many'],
    ['what changes something', '/arb-tuning name sweep x'],
  ])('shares nothing of %s', async (_, value) => {
    expect(await handleAction(ANSWER_ACTIONS.share, value, depsOf())).toMatchObject({ public: false });
  });

  test('is for viewers alone', async () => {
    const kit = createAlertHarness({ roles: { viewers: ['U0VIEWER'] } });
    const refused = await kit.press(ANSWER_ACTIONS.share, '/arb-status', STRANGER);
    expect(refused?.text).toContain('not allowed to see this');
  });

  test('leaves room for what opens each session of a list', async () => {
    const shown = await shownBy('');
    expect(shown).toContain('sweep');
    expect(
      await handleAction(`${ANSWER_ACTIONS.target}#2`, '/arb-tuning sweep paper docker', depsOf()),
    ).toMatchObject({
      data: { sessionId: 'sweep' },
    });
  });
});
