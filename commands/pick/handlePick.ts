import { ANSWER_ACTIONS, NO_WORD, PICKER, type Pick, shortMessage, t } from '../../formatters';
import { questionIn } from '../actions/ask';
import { type CommandResponse, ephemeral } from '../command';
import { handle, type RequestDeps } from '../lib/pipeline';
import { pickOf } from './picks';

/** A trigger opens a form within 3 s; so long, in ms, there is to find out what can be chosen. */
const OPEN_WITHIN_MS = 2_000;

/** What was chosen, by field. */
export type PickedValues = Readonly<Record<string, string | readonly string[]>>;

/** What can be chosen for a command, or why nothing can; never rejects. */
export const openPick = (command: string | null, deps: RequestDeps): Promise<Pick | CommandResponse> =>
  handle(
    {
      name: { action: ANSWER_ACTIONS.choose },
      usage: '',
      role: 'viewer',
      mayWrite: false,
      execute: (given) => pickOf(command, given),
    },
    { ...deps, deadlineMs: OPEN_WITHIN_MS },
  );

/** Which fields do not go together, by field; null where all do. */
export function pickErrors(command: string, values: PickedValues): Readonly<Record<string, string>> | null {
  const [subject, period] = [wordsOf(values[PICKER.subject]), wordsOf(values[PICKER.period])];
  if (command !== '/arb-status' || subject !== '' || period === '') return null;
  return { [PICKER.subject]: t.answers.picker.oneToLookBack };
}

/** The answer to what was chosen, as if it had been typed; never rejects. */
export const answerPick = (
  command: string,
  values: PickedValues,
  deps: RequestDeps,
): Promise<CommandResponse> =>
  handle<CommandResponse>(
    {
      name: { action: PICKER.callbackId },
      usage: '',
      role: 'viewer',
      mayWrite: false,
      async execute(given) {
        const words = [values[PICKER.subject], values[PICKER.period]].map(wordsOf);
        const question = questionIn([command, ...words].filter((word) => word !== '').join(' '));
        if (question === null) return ephemeral(shortMessage([t.answers.unknownButton]));
        return { ...(await question.command.execute(question.text, given)), public: false };
      },
    },
    deps,
  );

const wordsOf = (value: PickedValues[string] | undefined): string =>
  typeof value !== 'string' || value === NO_WORD ? '' : value;
