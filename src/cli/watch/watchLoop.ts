import type { CommandResponse } from '../../../commands/command';
import { t } from '../../../formatters';
import { StateUnavailableError } from '../../redis/errors';
import type { ExitCode, Terminal } from '../cli';
import { plainText, unavailableText } from '../failure';
import type { View } from '../render/inlineText';
import { messageText } from '../render/messageText';
import { wrapped } from '../render/wrap';
import { Screen } from '../screen';
import { listenToKeys } from './keys';
import { readWithRetry, sleepUnlessAborted, withAbort } from './readWithRetry';

export interface WatchLoopDeps {
  /** Reads what is watched. Throws StateUnavailableError, and whatever else ends the watching. */
  readonly read: () => Promise<CommandResponse>;
  /** The seconds between readings; null reads once. */
  readonly intervalS: number | null;
  readonly json: boolean;
  readonly terminal: Terminal;
  readonly viewNow: () => View;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** The first reading is retried for so many ms where Redis cannot be reached. */
  readonly retryForMs: number;
}

/**
 * Shows what is watched once, or repeatedly until q or the signal. Resolves to the exit code: 1 when it could not be read,
 * the last reading found nothing, or the signal aborted before the only reading. When repeating, only the first reading must
 * succeed; a later failure is shown and retried.
 */
export async function watchLoop(deps: WatchLoopDeps): Promise<ExitCode> {
  const { read, intervalS, json, terminal, viewNow } = deps;
  const screen = new Screen(terminal.stdout);
  const quit = new AbortController();
  const signal = AbortSignal.any([deps.signal, quit.signal]);
  const isOnScreen = intervalS !== null && !json && terminal.stdout.isTTY === true;
  const restore = isOnScreen
    ? listenToKeys(terminal.stdin, {
        quit: () => quit.abort(),
        scroll: (lines, byPage) => screen.scroll(byPage ? lines * screen.pageSize : lines),
        ...(terminal.suspend && { suspend: terminal.suspend }),
      })
    : () => undefined;
  let isFound = true;
  let lastShown = '';
  const draw = (text: string): void => {
    const { paint } = viewNow();
    screen.show(text, paint(t.terminal.watch.keys(intervalS ?? 0), 'dim'));
  };
  const show = ({ message, data, notFound }: CommandResponse): void => {
    isFound = notFound !== true;
    lastShown = messageText(message, viewNow());
    if (json && data === undefined) terminal.stderr.write(`${plainText(message)}\n`);
    else if (json) screen.print(JSON.stringify(data));
    else if (isOnScreen) draw(lastShown);
    else screen.print(lastShown);
  };
  /** On a screen, above what was read last. */
  const tellUnavailable = (error: StateUnavailableError): void => {
    const { columns, paint } = viewNow();
    const lines = wrapped(unavailableText(error), columns).map((line) => paint(line, 'bold', 'red'));
    if (isOnScreen && lastShown !== '') draw(`${lines.join('\n')}\n\n${lastShown}`);
    else terminal.stderr.write(`${unavailableText(error)}\n`);
  };
  try {
    for (let first = true; ; first = false) {
      try {
        show(await (first ? readWithRetry(read, { ...deps, signal }) : withAbort(read(), signal)));
      } catch (error) {
        if (signal.aborted && error === signal.reason) return intervalS === null ? 1 : 0;
        if (!(error instanceof StateUnavailableError)) throw error;
        tellUnavailable(error);
        if (first || intervalS === null) return 1;
      }
      if (intervalS === null || !(await sleepUnlessAborted(intervalS * 1000, signal))) return isFound ? 0 : 1;
    }
  } finally {
    restore();
  }
}
