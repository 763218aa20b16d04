import { PERSONAL_FORM, personalForm, t } from '../../../formatters';
import { currentLanguage, inLanguage } from '../../../src/lib/language';
import { NewerSettingsError } from '../../../src/storage/personal/people';
import type { PersonalSettings } from '../../../src/storage/personal/personalSettings';
import type { CommandDeps } from '../../command';
import { UsageError } from '../../lib/parseArgs';
import { handle, type RequestDeps } from '../../lib/pipeline';
import { tokenize } from '../../lib/tokens';
import { languageChange, type PersonalChange, quietChange, sendChange, zoneChange } from './changes';

/** What was filled in, by field; empty or absent for nothing. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>;

/** What is wrong with single fields, by field; null where all was stored. */
export type FormErrors = Readonly<Record<string, string>> | null;

/** The form as it is opened; what it holds is at most some seconds old. */
export async function openPersonalForm({ people, requester, languages }: RequestDeps) {
  const { userId } = requester;
  const language = (await languages?.ofPerson(userId)) ?? currentLanguage();
  return inLanguage(language, () => personalForm(people.known(userId)));
}

/** Stores what was filled in, all of it or nothing; never rejects. */
export async function submitPersonalForm(values: FormValues, deps: RequestDeps): Promise<FormErrors> {
  const outcome = await handle<{ readonly errors: FormErrors }>(
    {
      name: { action: PERSONAL_FORM.callbackId },
      usage: '',
      role: 'viewer',
      mayWrite: true,
      execute: async (given) => ({ errors: await store(values, given) }),
    },
    deps,
  );
  return 'errors' in outcome ? outcome.errors : { [PERSONAL_FORM.language]: outcome.message.text };
}

async function store(values: FormValues, deps: CommandDeps): Promise<FormErrors> {
  const errors: Record<string, string> = {};
  const changes = FIELDS.flatMap(({ field, parse }): PersonalChange[] => {
    try {
      return [parse(values, deps)];
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      errors[field] = t.personal.form.wrong(
        error.problem.word,
        error.problem.problem,
        error.problem.expected,
      );
      return [];
    }
  });
  if (Object.keys(errors).length > 0) return errors;
  const all = (before: PersonalSettings) => changes.reduce((settings, change) => change(settings), before);
  try {
    await deps.people.change(deps.requester.userId, all);
    return null;
  } catch (error) {
    if (error instanceof NewerSettingsError) return { [PERSONAL_FORM.language]: t.personal.newer };
    throw error;
  }
}

const textOf = (values: FormValues, field: string): string => {
  const value = values[field] ?? '';
  return typeof value === 'string' ? value.trim() : value.join(' ');
};

const ALL_SEVERITIES = 3;

/** Each field's change; what is empty ends what was set. */
const FIELDS: readonly {
  readonly field: string;
  readonly parse: (values: FormValues, deps: CommandDeps) => PersonalChange;
}[] = [
  {
    field: PERSONAL_FORM.language,
    parse: (values) => languageChange(tokenize(textOf(values, PERSONAL_FORM.language) || 'auto')),
  },
  {
    field: PERSONAL_FORM.zone,
    parse: (values) => zoneChange(tokenize(textOf(values, PERSONAL_FORM.zone) || 'auto')),
  },
  {
    field: PERSONAL_FORM.targets,
    parse(values, deps) {
      const chosen = values[PERSONAL_FORM.severities] ?? [];
      const targets = textOf(values, PERSONAL_FORM.targets);
      const isAll = chosen.length === ALL_SEVERITIES;
      const severities = isAll ? 'all' : textOf(values, PERSONAL_FORM.severities);
      return sendChange(tokenize(`${severities} ${targets}`.trim() || 'off'), deps);
    },
  },
  {
    field: PERSONAL_FORM.to,
    parse(values) {
      const hours = [PERSONAL_FORM.from, PERSONAL_FORM.to].map((field) => textOf(values, field));
      return quietChange(tokenize(hours.every((time) => time === '') ? 'off' : hours.join('-')));
    },
  },
];
