import { bold, line, mention, time } from '../../../blockKit/blocks';
import type { relapses as en } from '../../en/alerting/relapses';
import { count } from '../../numbers';
import { common } from '../common';
import { duration, ordinal } from '../units';

/** What is said of alerts that come and go, and of those whose message was posted again. */
export const relapses: typeof en = {
  /** `다운 재발, 3번째`. */
  again: (title, times) => `${title} 재발, ${ordinal(times)}`,
  /** `불안정, 20분 동안 다운 5회`. */
  unstable: (title, times, inMs, isAtLeast = false) =>
    `불안정, ${duration(inMs)} 동안 ${title} ${count(times)}회${isAtLeast ? ' 이상' : ''}`,
  stable: (subject, isRealMoney) => `안정됨: ${subject}${isRealMoney ? ` · ${common.realMoney}` : ''}`,
  upSince: (when) => line`${time(when)}부터 ${bold('가동 중')}, 아직 불안정.`,
  pointer: (what, channel, url) =>
    line`↪ ${bold(what)} 이어지는 곳:${channel && line` ${mention(channel)}`} ${url === null ? '새 메시지' : { link: url, text: '새 메시지' }}.`,
  thread: {
    again: (title, name, times, firstAt) =>
      line`${bold(`${title} 재발, ${ordinal(times)}: ${name}.`)}${firstAt && line` 첫 발생 ${time(firstAt)}.`}`,
    unstable: (what, name, firstAt) =>
      line`${bold(`${what}: ${name}.`)}${firstAt && line` 첫 발생 ${time(firstAt)}.`} 안정되거나 더 길게 실패할 때까지는 알림 내용만 갱신합니다.`,
    steady: (title, name, since) =>
      line`${bold(`${title} 지속: ${name}.`)} ${time(since)}부터 계속. 그 전에는 반복됐습니다.`,
    stable: (subject) => bold(`✅ 안정됨: ${subject}.`),
    lastedUnstable: (title, times, from, to) =>
      line` ${`${title} ${count(times)}회`}, ${time(from)}부터${to && line` ${time(to)}까지`}.`,
  },
};
