import type { TargetView } from '../../src/alerting/targetStates';
import type { ControlState } from '../../src/state/controlState';
import { bold, type Line, literal, type TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { t } from '../text/catalogue';
import { take } from '../text/lists';
import { plainLine } from '../text/plainText';

const REASON_SHOWN = 200;
const SYMBOLS_SHOWN = 10;
const RUNS_SHOWN = 3;
const HALTS = ['PANIC', 'EMERGENCY_CLOSE'];

/** `PANIC`, `EMERGENCY CLOSE`. */
export const controlModeText = (mode: string): string => sanitize(mode.replaceAll('_', ' '), 30);

export type ControlParts = Pick<
  ControlState,
  'mode' | 'symbolBlacklist' | 'updatedAt' | 'updatedBy' | 'reason'
> & {
  /** How many symbols are on the blacklist, where not all are given. */
  readonly symbols?: number;
};

/** A control state in a line: PANIC since … by `risk`: `loss limit`; no trading of `BTC/KRW`. */
export const controlLine = (control: ControlParts): TextSpan[] => [
  bold(controlModeText(control.mode)),
  ...controlDetails(control),
];

/** The same without the mode. */
export function controlDetails({
  updatedAt,
  updatedBy,
  reason,
  symbolBlacklist,
  symbols = symbolBlacklist.length,
}: Omit<ControlParts, 'mode'>): TextSpan[] {
  const { items } = take(symbolBlacklist, SYMBOLS_SHOWN);
  return t.live.control(
    updatedAt,
    updatedBy,
    reason === null ? null : literal(reason, REASON_SHOWN),
    items.map((symbol) => literal(symbol, 20)),
    items.length === 0 ? 0 : symbols - items.length,
  );
}

/** The same for a terminal, with instants in `zone`. Throws RangeError for a zone that does not exist. */
export const controlText = (control: ControlParts, zone: string): string =>
  plainLine(controlLine(control), zone);

/** What the runs of a target's env are told to do, a line each; one that simply goes on is worth none. */
export const runLines = (controls: readonly ControlState[], mark: (isHalt: boolean) => string): Line[] =>
  controls
    .filter(({ mode }) => mode !== 'RUNNING')
    .slice(0, RUNS_SHOWN)
    .map((control) => [
      mark(HALTS.includes(control.mode)),
      ...t.live.run(control.runId, controlLine(control)),
    ]);

/** What the heading of a target must not be without, most urgent first: `REAL MONEY`, `PANIC`. */
export const urgentLabels = ({ state: { money, breakerActive }, controls }: TargetView): string[] => [
  ...(money.value === true ? [t.common.realMoney] : []),
  ...(breakerActive === true ? [t.common.breakerActive] : []),
  ...new Set(controls.filter(({ mode }) => HALTS.includes(mode)).map(({ mode }) => controlModeText(mode))),
];
