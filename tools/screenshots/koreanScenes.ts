import { ALERT_SCENES } from './alertScenes';
import { ASKED_SCENES } from './askedScenes';
import { CONVERSATION_SCENES } from './conversationScenes';
import { DIGEST_SCENES } from './digestScenes';
import { WORDS_SCENES } from './faultScenes';
import { FORM_SCENES } from './formScenes';
import { LIFECYCLE_SCENES } from './lifecycleScenes';
import { OVERVIEW_SCENES } from './overviewScenes';
import { PERFORMANCE_SCENES } from './performanceScenes';
import { POSITION_SCENES } from './positionScenes';
import type { Scene } from './scene';
import { SILENCE_SCENES } from './silenceScenes';
import { STATUS_SCENES } from './statusScenes';
import { TUNING_SCENES } from './tuningScenes';

const ALL = [
  ...ALERT_SCENES,
  ...LIFECYCLE_SCENES,
  ...STATUS_SCENES,
  ...OVERVIEW_SCENES,
  ...DIGEST_SCENES,
  ...TUNING_SCENES,
  ...WORDS_SCENES,
  ...ASKED_SCENES,
  ...CONVERSATION_SCENES,
  ...PERFORMANCE_SCENES,
  ...POSITION_SCENES,
  ...SILENCE_SCENES,
  ...FORM_SCENES,
];

/** A scene as somebody in Seoul sees it, where the bot speaks Korean. */
function inKorean(name: string, of: string, has?: string): Scene {
  const scene = ALL.find((each) => each.name === of);
  if (scene === undefined) throw new Error(`There is no scene ${of}.`);
  return {
    ...scene,
    name: `ko-${name}`,
    env: { ...scene.env, LANGUAGE: 'ko', TIMEZONE: 'Asia/Seoul', OPERATORS: 'U0OPERATOR,U0SEOUL' },
    shows: { in: scene.shows?.in ?? 'ops', as: 'seoul', ...(has !== undefined && { has }) },
  };
}

/** The main messages in Korean: played by name only, and where the README shows them. */
export const KOREAN_SCENES: readonly Scene[] = [
  inKorean('alert', 'alert-open'),
  inKorean('alert-real-money', 'alert-real-money'),
  inKorean('acknowledged', 'alert-acknowledged'),
  inKorean('recovered', 'alert-recovered', '현재 상태'),
  inKorean('status', 'status-ordinary'),
  inKorean('status-real-money', 'status-real-money'),
  inKorean('overview', 'overview-mixed'),
  inKorean('digest', 'digest-week'),
  inKorean('digest-dead', 'digest-now'),
  inKorean('tuning', 'tuning-running'),
  inKorean('tuning-failed', 'tuning-failed'),
  inKorean('help', 'help-status'),
  inKorean('alerts', 'alerts-full'),
  inKorean('alerts-help', 'alerts-help'),
  inKorean('why', 'why-eventful'),
  inKorean('usage', 'alerts-usage-near'),
  inKorean('silence', 'silence-begun'),
  inKorean('pnl', 'pnl-month'),
  inKorean('positions', 'positions-ordinary'),
  inKorean('home', 'home'),
];
