import { COMMANDS } from '../../commands';
import { openPersonalForm, submitPersonalForm } from '../../commands/arb/me/form';
import { handleAction, handleCommand, handleReaction } from '../../commands/lib/pipeline';
import { handleMessage } from '../../commands/messages/handleMessage';
import { answerPick, openPick, pickErrors } from '../../commands/pick/handlePick';
import { handleShortcut } from '../../commands/shortcuts/handleShortcut';
import { type SandboxOptions, type SeenMessage, startSandbox } from '../../sandbox';
import { loadBotConfig } from '../../src/config';
import { HttpServer } from '../../src/http/server';
import { systemClock } from '../../src/lib/clock';
import { SlackApp } from '../../src/slack/inbound/app';
import { NewBlocks } from '../../src/slack/outbound/newBlocks';
import { type AlertHarness, type AlertHarnessOptions, createAlertHarness } from './alertHarness';
import { MANIFEST, slackEnv } from './botUnderTest';
import { keptLog } from './log';

export interface TalkingBotOptions extends AlertHarnessOptions {
  readonly transport?: 'socket' | 'http';
  readonly sandbox?: SandboxOptions;
}

/** The commands, buttons and events over a state in memory, connected to a sandbox over the real protocol. */
export async function startTalkingBot({
  transport = 'socket',
  sandbox: sandboxOptions,
  ...options
}: TalkingBotOptions = {}) {
  const sandbox = await startSandbox({ manifest: MANIFEST, ...sandboxOptions });
  const kit = createAlertHarness(options);
  const log = keptLog();
  const config = loadBotConfig({ ...slackEnv(sandbox, transport), REDIS_URL: 'memory:' });
  const slack = new SlackApp(
    config.slack,
    COMMANDS.map((command) => ({
      name: command.name,
      handle: (text, requester) => handleCommand(command, text, kit.depsOf(requester)),
    })),
    ({ actionId, value }, requester) => handleAction(actionId, value, kit.depsOf(requester)),
    { clock: systemClock, log: log.log, newBlocks: new NewBlocks({ clock: systemClock, log: log.log }) },
    {
      onReaction: (message, requester) => handleReaction(message, kit.depsOf(requester)),
      onMessage: (message, requester) => handleMessage(message, kit.depsOf(requester)),
      forms: {
        open: (requester) => openPersonalForm(kit.depsOf(requester)),
        submit: (values, requester) => submitPersonalForm(values, kit.depsOf(requester)),
      },
      picks: {
        open: (command, requester) => openPick(command, kit.depsOf(requester)),
        errorsIn: pickErrors,
        answer: (command, values, requester) => answerPick(command, values, kit.depsOf(requester)),
      },
      onShortcut: (id, message, requester) => handleShortcut(id, message, kit.depsOf(requester)),
    },
  );
  const http = new HttpServer({
    host: '127.0.0.1',
    port: 0,
    readiness: async () => ({ slack: await slack.readiness() }),
    slackEvents: slack.requestListener,
    log: log.log,
  });
  if (transport === 'http') sandbox.sendTo(`http://127.0.0.1:${await http.start()}/slack/events`);
  await slack.start();
  return {
    sandbox,
    kit,
    log,
    /** What this person sees in #ops. */
    seenBy: (user = 'operator', channel = 'ops'): SeenMessage[] => sandbox.seenBy(user, channel),
    stop: async () => {
      await Promise.all([transport === 'http' ? http.stop(1_000) : null, slack.stop(1_000)]);
      await sandbox.stop();
    },
  };
}

export type TalkingBot = Awaited<ReturnType<typeof startTalkingBot>>;

/** Traders that report, as at the harness's time. */
export function reporting(kit: AlertHarness, ...targets: readonly string[]): void {
  for (const target of targets) {
    kit.store.set(`${target}:arbitrage:heartbeat:trader`, '2026-11-22T03:01:55', 60_000);
    kit.store.set(`${target}:arbitrage:stats:trades_total`, '7');
  }
}
