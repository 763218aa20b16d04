import type { TargetView } from '../../src/alerting/targetStates';
import type { ControlState } from '../../src/state/controlState';
import type { TextSpan } from '../blockKit/blocks';
import { controlModeWords, controlPieces, controlText } from './controlText';
import { urgentMarks } from './moneyText';

/** A run that simply goes on is worth no line. */
const worthSaying = (controls: readonly ControlState[]): readonly ControlState[] =>
  controls.filter(({ mode }) => mode !== 'RUNNING').slice(0, RUNS_SHOWN);

const RUNS_SHOWN = 3;
const HALTS = ['PANIC', 'EMERGENCY_CLOSE'];

/** What the runs of a target's env are told to do, a line each: `🛑 Run 2026-11-28: PANIC since … by risk`. */
export const controlLines = (controls: readonly ControlState[]): TextSpan[][] =>
  worthSaying(controls).map((control) => [
    `${HALTS.includes(control.mode) ? '🛑' : '⏸️'} Run `,
    { data: control.runId, limit: 40 },
    ': ',
    ...controlPieces(control),
    '.',
  ]);

/** The same for a terminal, with instants in `zone`. */
export const controlTexts = (controls: readonly ControlState[], zone: string): string[] =>
  worthSaying(controls).map((control) => `! Run ${control.runId}: ${controlText(control, zone)}.`);

/** For a heading: `PANIC`, `EMERGENCY CLOSE`; nothing where no run is told so. */
const controlMarks = (controls: readonly ControlState[]): string[] => [
  ...new Set(controls.filter(({ mode }) => HALTS.includes(mode)).map(({ mode }) => controlModeWords(mode))),
];

/** What the heading of a target must not be without, most urgent first. */
export const viewMarks = ({ state, controls }: TargetView): string[] => [
  ...urgentMarks(state),
  ...controlMarks(controls),
];
