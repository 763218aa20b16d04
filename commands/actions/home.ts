import { HOME_ACTIONS, homeMessage, isAllSilent } from '../../formatters';
import type { Role } from '../../src/access/roles';
import { HistoryUnavailableError } from '../../src/history/historyReader';
import { addMs } from '../../src/lib/time';
import { type BalanceChange, balanceHistory } from '../../src/performance/balanceHistory';
import { personalViewOf } from '../arb/me';
import { type CommandDeps, type CommandResponse, ephemeral } from '../command';
import type { MessageAction } from './action';

const DAY_MS = 24 * 3_600_000;
const ROLES: readonly Role[] = ['viewer', 'responder', 'operator'];

/** The Home tab, as who opens it or presses Refresh in it sees it. Throws StateUnavailableError. */
async function homeOf(deps: CommandDeps): Promise<CommandResponse> {
  const { alerts, clock, format, people, requester, signal, states, targets } = deps;
  const { userId } = requester;
  const [all, overview, roles, settings] = await Promise.all([
    states.of(targets.list(), signal),
    alerts?.overview() ?? null,
    rolesOf(deps),
    people.of(userId),
  ]);
  const personal = await personalViewOf(settings, deps);
  const views = all.filter((view) => !isAllSilent(view));
  const changes = await changesOf(
    views.map(({ state }) => state.target),
    deps,
  );
  return ephemeral(
    homeMessage({ userId, roles, views, changes, alerts: overview, personal, now: clock.now() }, format),
  );
}

async function rolesOf({ roles, requester }: CommandDeps): Promise<readonly Role[]> {
  const permissions = await Promise.all(ROLES.map((role) => roles.permission(role, requester, 'shown')));
  return ROLES.filter((_, i) => permissions[i]?.kind === 'allowed');
}

/** Of the last 24 h, as far as the history can be read: how the targets are is known, and must not wait for a disk. */
async function changesOf(
  targets: readonly string[],
  { history, botStore, clock, signal }: CommandDeps,
): Promise<ReadonlyMap<string, BalanceChange | null>> {
  if (history.health().mode === 'off') return new Map();
  const to = clock.now();
  const from = addMs(to, -DAY_MS);
  const notes = await botStore.balanceNotes();
  try {
    const read = targets.map(async (target) => {
      const { change } = await balanceHistory(history, { target, from, to }, notes, signal);
      return [target, change] as const;
    });
    return new Map(await Promise.all(read));
  } catch (error) {
    if (error instanceof HistoryUnavailableError) return new Map();
    throw error;
  }
}

/** Refresh in the Home tab; its answer is the tab. */
export const homeTab: MessageAction = {
  actionId: HOME_ACTIONS.refresh,
  role: 'viewer',
  execute: (_, deps) => homeOf(deps),
};
