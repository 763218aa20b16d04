import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { StateUnavailableError } from '../../redis/errors';
import type { BotStore } from '../botStore';
import {
  decodePersonalSettings,
  encodePersonalSettings,
  NO_PERSONAL_SETTINGS,
  type PersonalSettings,
} from './personalSettings';

/** Somebody else's change of the same settings is so seldom that more tries would help nobody. */
const MOST_TRIES = 5;
/** What other instances stored is read again after this time, in ms. */
const FRESH_FOR_MS = 10_000;

export interface PeopleDeps {
  readonly botStore: Pick<BotStore, 'people' | 'replacePerson'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Another version of the bot stored what this one does not understand, and would lose by a change. */
export class NewerSettingsError extends Error {
  override readonly name = 'NewerSettingsError';
}

/** What people set for themselves. */
export class People {
  private last: ReadonlyMap<string, PersonalSettings> = new Map();
  private readAtMs = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | null = null;

  constructor(private readonly deps: PeopleDeps) {}

  /** As they were read last, at most some seconds ago while the store can be read. */
  known(userId: string): PersonalSettings {
    return this.all().get(userId) ?? NO_PERSONAL_SETTINGS;
  }

  /** The same of everybody. */
  all(): ReadonlyMap<string, PersonalSettings> {
    if (this.deps.clock.monotonicMs() - this.readAtMs >= FRESH_FOR_MS) void this.refresh();
    return this.last;
  }

  /** Reads them anew, where they can be read. Never rejects. */
  refresh(): Promise<void> {
    this.reading ??= this.read().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  /** As they are stored now. Throws StateUnavailableError. */
  async of(userId: string): Promise<PersonalSettings> {
    this.take(await this.deps.botStore.people());
    return this.known(userId);
  }

  /** Stores what `change` makes of them; somebody else's change at the same time is not lost. Throws StateUnavailableError, NewerSettingsError. */
  async change(
    userId: string,
    change: (before: PersonalSettings) => PersonalSettings,
  ): Promise<PersonalSettings> {
    const { botStore } = this.deps;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const texts = await botStore.people();
      const before = texts.get(userId) ?? null;
      const settings = before === null ? NO_PERSONAL_SETTINGS : decodePersonalSettings(before);
      if (settings === null) throw new NewerSettingsError();
      const next = change(settings);
      const after = encodePersonalSettings(next);
      if (!(await botStore.replacePerson(userId, before, after))) continue;
      const { [userId]: _, ...others } = Object.fromEntries(texts);
      this.take(new Map(Object.entries(after === null ? others : { ...others, [userId]: after })));
      return next;
    }
    throw new Error('the personal settings were changed again and again meanwhile');
  }

  private async read(): Promise<void> {
    // Also where it fails: the store is not asked more often.
    this.readAtMs = this.deps.clock.monotonicMs();
    try {
      this.take(await this.deps.botStore.people());
    } catch (error) {
      const isOutage = error instanceof StateUnavailableError;
      this.deps.log[isOutage ? 'debug' : 'error'](
        { err: error },
        'personal settings not read; the last stay',
      );
    }
  }

  private take(texts: ReadonlyMap<string, string>): void {
    this.readAtMs = this.deps.clock.monotonicMs();
    this.last = new Map(
      [...texts].flatMap(([userId, text]) => {
        const settings = decodePersonalSettings(text);
        return settings === null ? [] : [[userId, settings] as const];
      }),
    );
  }
}
