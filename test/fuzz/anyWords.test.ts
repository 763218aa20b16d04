import fc from 'fast-check';
import { COMMANDS } from '../../commands';
import type { Command, CommandResponse } from '../../commands/command';
import { handleCommand } from '../../commands/lib/pipeline';
import { checkedContent } from '../../sandbox/messageContent';
import { createAlertHarness } from '../helpers/alertHarness';
import { affected, blindOver, knownWith, open, snoozed } from '../helpers/incidents';
import { messageText } from '../helpers/messageText';
import { writeIteration, writeJob } from '../helpers/tuningState';
import { always, answered } from './always';
import { strangeIn } from './strange';
import { hostileText, typedText } from './text';

const WORDS = [
  ...['live', 'paper', 'shadow', 'docker', 'local', 'public', 'help', 'paper:docker', 'docker:live'],
  ...['ack', 'snooze', 'unsnooze', 'why', 'test', 'blind', 'until', 'for', '2h', '09:00'],
  ...['all', 'history', 'timeline', 'drop', 'drill', 'maintenance', 'mute', 'unmute', 'muted', '24h', '7d'],
  ...[
    'tomorrow',
    'monday',
    'next',
    'today',
    'at',
    'from',
    'to',
    'noon',
    '9',
    '9am',
    '9:00',
    '22:00-23:00',
    '22:00–23:00',
  ],
  ...[
    '2h30m',
    '1.5',
    'hours',
    '1w',
    '2026-12-01',
    '2026-02-30',
    'UTC',
    'Asia/Seoul',
    'KST',
    'paper/docker',
    'k3f9',
    '２ｈ',
    'end',
    'critical',
    'and',
  ],
  ...['duty', 'swap', 'clear', 'me', '@anna', '<@U0OPERATOR|operator>'],
  ...['daily', 'weekly', 'S', 'innocent', '500'],
];
const NAMED = ['U0OPERATOR', 'C0ALERTS'];

/** Commands over sessions with these names, alerts that are open, and digests. */
async function opened(sessions: readonly string[]) {
  const kit = createAlertHarness({
    paging: {
      onCall: {
        people: ['U0OPERATOR'],
        handover: { weekday: 1, hour: 9, minute: 0 },
        zone: 'UTC',
        start: null,
      },
    },
    digests: [
      {
        name: 'weekly',
        cron: '0 9 * * 1',
        zone: 'UTC',
        channel: 'C0ALERTS',
        targets: ['paper:docker'],
        sections: ['state'],
      },
    ],
  });
  const others = {
    ...open,
    id: 'no_sign_of_life:paper:docker+2:1',
    targets: [affected('paper:docker'), affected('live:docker')],
  };
  await kit.know(
    knownWith(
      open,
      {
        ...snoozed,
        id: 'stale_portfolio:live:docker:1',
        rule: 'stale_portfolio',
        targets: [affected('live:docker')],
      },
      blindOver,
      others,
    ),
  );
  kit.store.set('paper:docker:arbitrage:stats:trades_total', '1287');
  for (const session of sessions) {
    writeIteration(kit.store, 1, { session, worker: session });
    writeJob(kit.store, '1', { session, fields: { status: session } });
  }
  return kit;
}

/** The words of a usage fault: what was wrong, and with which word. */
const FAULT =
  /^(?<word>.*?)(?:…)? (?<problem>is not a mode or an env|needs a target to look back at|is a second |is not valid here|alone is not a target|is not a total|is one word too many|is not a time to snooze for|is no time at all|could be minutes, hours|is no time of day|is not in the calendar|has no time of day|could be this week|has passed|ends in [A-Z]+, which|has no end|could start in the morning|does not end after|is one target too many|is not a length of time|is not the number of a message|is too long|ends too far ahead|is nobody that can be put on call|is a name, and Slack does not tell)/s;
const MISSING = /^(?:A target to [a-z ]+|A number|A time|Who is to be on call) is missing; expected /;

/** Told word by word, since a time to snooze for may have several. */
function expectUsageToNameTheWord(shown: string, typed: string): void {
  if (MISSING.test(shown)) return;
  const word = FAULT.exec(shown)?.groups?.word ?? null;
  expect({ shown, isNamed: word !== null }).toEqual({ shown, isNamed: true });
  const parts = (word ?? '').toLowerCase().split(/[\s:]+/);
  // What is not seen is written out with a backslash.
  const plain = parts.filter((part) => part !== '' && !part.includes('\\') && word !== '(empty)');
  for (const part of plain) expect(typed.toLowerCase()).toContain(part);
}

async function expectAnswer(
  command: Command,
  text: string,
  answer: CommandResponse,
  log: string,
): Promise<void> {
  const { message } = answer;
  checkedContent(JSON.parse(JSON.stringify(message)));
  const shown = messageText(message);
  expect(shown.trim()).not.toBe('');
  expect(message.text.trim()).not.toBe('');
  expect({ shown, log }).toEqual({
    shown: expect.not.stringContaining('went wrong in arbwatch'),
    log: expect.any(String),
  });
  expect(strangeIn(message, NAMED)).toEqual([]);
  if (shown.includes('; expected ')) {
    expect(shown).toContain(`Usage: ${command.name} `);
    expect(answer.public).toBe(false);
    expectUsageToNameTheWord(shown, text);
  }
}

test.each(COMMANDS.map((command) => [command.name, command] as const))(
  'Any arguments of %s get an answer, or an error that names the argument',
  async (_, command) => {
    const cases = fc.record({
      text: typedText(WORDS),
      sessions: fc.array(hostileText, { maxLength: 3 }),
    });
    await always(
      answered(cases, async ({ text, sessions }) => {
        const kit = await opened(sessions.filter((name) => name !== ''));
        const answer = await handleCommand(command, text, kit.deps);
        await expectAnswer(command, text, answer, kit.log.text());
      }),
      60,
    );
  },
);

test.each(COMMANDS.map((command) => [command.name, command] as const))(
  'Any arguments of %s get an answer if there are no alerts and no state',
  async (_, command) => {
    await always(
      answered(typedText(WORDS), async (text) => {
        const kit = createAlertHarness({ alerts: null });
        const answer = await handleCommand(command, text, kit.deps);
        await expectAnswer(command, text, answer, kit.log.text());
      }),
      60,
    );
  },
);
