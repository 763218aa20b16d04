import { IANAZone } from 'luxon';
import { z } from 'zod';
import type { UserLanguages } from '../../access/languages';
import type { UserZones } from '../../access/userZones';
import type { SlackConfig } from '../../config';
import { type Clock, endsWithin } from '../../lib/clock';
import { type Language, languageOfLocale } from '../../lib/language';
import type { Logger } from '../../lib/logger';
import { createWebClient } from '../webClient';
import { toSendFailure } from './apiFailure';

/** People travel: a profile is asked for again after this time, in ms. What was known serves meanwhile. */
const FRESH_FOR_MS = 15 * 60_000;
/** After a failure that may pass by itself it is asked for again after this time, in ms. */
const RETRY_AFTER_MS = 60_000;
/** The response to a command waits for it so long at most, in ms. */
const WAIT_MS = 1_000;
/** Of one call, in ms. */
const TIMEOUT_MS = 5_000;
/** Profiles kept at most. */
const KEPT = 5_000;

/** The part of Slack that is asked. */
export interface UserInfoClient {
  readonly users: { info(args: { user: string; include_locale: true }): Promise<unknown> };
}

const profileSchema = z
  .object({
    user: z.object({
      tz: z
        .string()
        .refine((tz) => IANAZone.isValidZone(tz))
        .nullable()
        .catch(null),
      locale: z.string().transform(languageOfLocale).nullable().catch(null),
    }),
  })
  .transform(({ user }): Profile => ({ zone: user.tz, language: user.locale }));

interface Profile {
  readonly zone: string | null;
  readonly language: Language | null;
}

const UNKNOWN: Profile = { zone: null, language: null };

interface Kept {
  readonly profile: Profile | null;
  /** Monotonic, in ms. */
  readonly askAgainAtMs: number;
  readonly asking: Promise<Profile> | null;
}

interface ProfileDeps {
  readonly clock: Clock;
  readonly log: Logger;
}

/** The zones and languages of Slack's profiles, each kept for a while. */
class CachedProfiles implements UserZones, UserLanguages {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly client: UserInfoClient,
    private readonly deps: ProfileDeps,
  ) {}

  zoneOf = async (userId: string): Promise<string | null> => (await this.profileOf(userId)).zone;

  languageOf = (userId: string): Language | null | Promise<Language | null> => {
    const profile = this.profileOf(userId);
    return profile instanceof Promise ? profile.then(({ language }) => language) : profile.language;
  };

  /** At once where one is known: every request asks for it. */
  private profileOf(userId: string): Profile | Promise<Profile> {
    const { profile, asking } = this.current(userId);
    return profile ?? (asking === null ? UNKNOWN : waitedFor(asking));
  }

  private current(userId: string): Kept {
    const kept = this.kept.get(userId);
    const nowMs = this.deps.clock.monotonicMs();
    if (kept !== undefined && (kept.asking !== null || nowMs < kept.askAgainAtMs)) return kept;
    const known = kept?.profile ?? null;
    const asking = Promise.resolve().then(() => this.ask(userId, known));
    const next = { profile: known, askAgainAtMs: nowMs, asking };
    if (this.kept.size >= KEPT) this.kept.clear();
    this.kept.set(userId, next);
    return next;
  }

  /** Never rejects; what was known stays where Slack cannot be asked. */
  private async ask(userId: string, known: Profile | null): Promise<Profile> {
    const { clock, log } = this.deps;
    const keep = (profile: Profile, forMs: number): Profile => {
      this.kept.set(userId, { profile, askAgainAtMs: clock.monotonicMs() + forMs, asking: null });
      return profile;
    };
    try {
      const answer = await this.client.users.info({ user: userId, include_locale: true });
      return keep(profileSchema.safeParse(answer).data ?? UNKNOWN, FRESH_FOR_MS);
    } catch (error) {
      const isRefused = toSendFailure(error).kind === 'rejected';
      const message = 'Slack profile not available; TIMEZONE and LANGUAGE are used';
      log[isRefused ? 'info' : 'debug']({ err: error }, message);
      return keep(known ?? UNKNOWN, isRefused ? FRESH_FOR_MS : RETRY_AFTER_MS);
    }
  }
}

async function waitedFor(asking: Promise<Profile>): Promise<Profile> {
  return (await endsWithin(asking, WAIT_MS)) ? asking : UNKNOWN;
}

/** What people set in their profiles, as this client answers. */
export const cachedUserProfiles = (client: UserInfoClient, deps: ProfileDeps): UserZones & UserLanguages =>
  new CachedProfiles(client, deps);

/** The same over the Web API. */
export const slackUserProfiles = (
  { botToken, apiUrl }: Pick<SlackConfig, 'botToken' | 'apiUrl'>,
  { clock, log }: ProfileDeps,
): UserZones & UserLanguages =>
  cachedUserProfiles(createWebClient(botToken, { apiUrl, log, timeoutMs: TIMEOUT_MS }), { clock, log });
