import type { Details } from '../../../../src/alerting/rules/details';
import { joined, type Line, line, literal, mention, type TextSpan, time } from '../../../blockKit/blocks';
import { sanitize } from '../../../blockKit/escape';
import { instantIn, numberIn, textIn } from '../../details';
import type { rules as en, RuleText } from '../../en/alerting/rules';
import type { MissingReason } from '../../en/common';
import { count } from '../../numbers';
import { common } from '../common';
import { live } from '../live';
import { activityRules } from '../trading/activityRules';
import { balanceRules } from '../trading/balanceRules';
import { feedRules } from '../trading/feedRules';
import { orderRules } from '../trading/orderRules';
import { counted, duration } from '../units';

/* What a rule found: in a few words, and as a phrase behind the target's name and a colon. */

type Describe = (details: Details) => RuleText;

/** `02:55부터 `. */
const since = (details: Details, name: string): Line | null => {
  const at = instantIn(details, name);
  return at && line`${time(at)}부터 `;
};

const lastSign = (details: Details): Line | string | null => {
  if (instantIn(details, 'lastSign') === null) return null;
  const component = textIn(details, 'component');
  if (details.sign === 'heartbeat')
    return line`; 마지막 신호는 하트비트${component && line` (${literal(component)})`}`;
  if (details.sign !== 'portfolio') return null;
  return '; 마지막 신호는 포트폴리오 갱신';
};

const noSignOfLife: Describe = (details) => {
  const waitedSince = instantIn(details, 'waitedSince');
  const exceptAt = instantIn(details, 'signSince');
  const from = instantIn(details, 'unwatchedFrom');
  const to = instantIn(details, 'unwatchedTo');
  const skewMs = numberIn(details, 'clockSkewMs');
  return {
    title: '다운',
    text: joined([
      waitedSince ? line`모니터링을 시작한 ${time(waitedSince)}부터 ` : since(details, 'lastSign'),
      '생존 신호 없음',
      exceptAt && line` (${time(exceptAt)}에 1회 있었음)`,
      lastSign(details),
      from && to && line`; ${time(from)}부터 ${time(to)}까지 모니터링 공백`,
      details.unreadable === true
        ? '; 키는 있으나 읽을 수 없음'
        : skewMs === null
          ? null
          : `; 트레이더 시계 ${duration(Math.abs(skewMs))} ${skewMs > 0 ? '빠름' : '느림'}`,
    ]),
  };
};

const noHeartbeat: Describe = (details) => {
  const component = textIn(details, 'component');
  return {
    title: live.status.no_heartbeat,
    text: line`${since(details, 'lastHeartbeat')}하트비트 없음, 포트폴리오는 계속 기록 중${component && line`; 마지막 하트비트 ${literal(component)}`}`,
  };
};

const stalePortfolio: Describe = (details) => ({
  title: live.status.stale_portfolio,
  text: line`${since(details, 'stillSince')}포트폴리오 갱신 없음, 하트비트는 수신 중${details.isGone === true ? ', 포트폴리오 키가 사라짐' : ''}`,
});

/** What is known of a counter that fell: all that it shows may be new. */
const wasReset = (what: string, from: number, to: number | null): string =>
  `${what} 카운터 ${from} → ${to ?? '더 작은 값'}: 재시작 등으로 초기화됨, ${to === null ? '표시된 만큼' : `최대 ${count(to)}건`} 새로 발생했을 수 있음`;

const circuitBreaker: Describe = (details) => {
  const at = instantIn(details, 'activeSince');
  const total = numberIn(details, 'total');
  const trips = numberIn(details, 'trips') ?? 1;
  const fellFrom = numberIn(details, 'fellFrom');
  const tripped = '서킷 브레이커 발동';
  if (fellFrom !== null)
    return { title: '서킷 브레이커 발동 의심', text: [wasReset('발동', fellFrom, total)] };
  const inAll = total === null ? '' : `, 누적 ${count(total)}회`;
  if (at === null) {
    const unknown = details.totalUnreadable === true ? '; 누적 횟수 해석 불가' : '';
    return {
      title: tripped,
      text: [`${tripped}${trips > 1 ? ` ${count(trips)}회` : ''}${inAll || unknown}`],
    };
  }
  return details.active === false
    ? { title: tripped, text: line`${time(at)}에 ${tripped}, 메트릭상 지금은 작동 안 함${inAll}` }
    : { title: common.breakerActive, text: line`${time(at)}부터 ${common.breakerActive}${inAll}` };
};

const CHANGES: Readonly<Record<string, string>> = {
  enabled: 'enabled 켜짐',
  disabled: 'enabled 꺼짐',
  armed: 'armed 켜짐',
  disarmed: 'armed 꺼짐',
};

/** `armed 켜짐`, as the rule stored it: `enabled and armed`. */
const changeText = (change: string | null): string =>
  change
    ?.split(' and ')
    .map((each) => CHANGES[each] ?? sanitize(each, 20))
    .join(', ') ?? '변경';

const liveTrading: Describe = (details) => {
  const unreadable = (textIn(details, 'notUnderstood') ?? '').split(', ');
  const flag = (name: string): boolean | MissingReason => {
    const value = details[name];
    return typeof value === 'boolean' ? value : unreadable.includes(name) ? 'not_understood' : 'not_reported';
  };
  const flags = live.flags(flag('enabled'), flag('armed'));
  const orderAt = instantIn(details, 'lastRealOrder');
  if (orderAt !== null) {
    const isOff = details.enabled === false || details.armed === false;
    const why = isOff ? ': 두 체크 사이에 켜졌거나 플래그가 잘못됨' : '';
    return { title: '실주문 발생', text: line`${time(orderAt)} 실주문, 현재 ${flags}${why}` };
  }
  return { title: `실거래 ${changeText(textIn(details, 'change'))}`, text: [`현재 ${flags}`] };
};

const safetyViolations: Describe = (details) => {
  const added = numberIn(details, 'added');
  const now = numberIn(details, 'now');
  const total = now === null ? '누적 건수 불명' : `누적 ${count(now)}건`;
  const fellFrom = numberIn(details, 'fellFrom');
  if (fellFrom !== null) return { title: '안전 위반 의심', text: [wasReset('안전 위반', fellFrom, now)] };
  return {
    title: '안전 위반',
    text: [added === null ? `첫 안전 위반, ${total}` : `${counted('안전 위반', added, '건')} 추가, ${total}`],
  };
};

const dataLoss: Describe = (details) => {
  const first = instantIn(details, 'firstLoss');
  const last = instantIn(details, 'lastLoss');
  return {
    title: 'Redis 데이터 유실 반복',
    text: line`${first && line`${time(first)}부터 `}데이터 유실 ${`${numberIn(details, 'times') ?? 3}회`} 이상${last && line`, 마지막 ${time(last)}`}. 생존 신호와 봇의 상태도 함께 사라져, 다운을 늦게 알리거나 살아 있는 트레이더를 다운으로 볼 수 있습니다. Redis가 영속화 없이 재시작하는지, 키를 제거하는지(INFO: evicted_keys, maxmemory_policy), flush 되는지 점검하세요`,
  };
};

const eviction: Describe = (details) => ({
  title: 'arbwatch 기록이 Redis에서 제거될 수 있음',
  text: line`메모리가 차면 아무 키나 제거함 (${literal(`maxmemory-policy ${textIn(details, 'policy') ?? ''}`)}). 미해결 알림, 확인 기록, 미전송 메시지를 잃을 수 있습니다. arbwatch 전용 저장소(${literal('STORE_REDIS_URL')})를 두거나, TTL 없는 키는 제거하지 않게 하세요(noeviction 또는 volatile-lru). 이 경고는 한 번만 나갑니다`,
});

const modeText = (mode: string | null): string =>
  mode === null ? '제어 상태' : sanitize(mode.replaceAll('_', ' '), 30);

const control: Describe = (details) => {
  const mode = modeText(textIn(details, 'mode'));
  if (details.what === 'left')
    return { title: `${modeText(textIn(details, 'was'))} 해제`, text: [`현재 ${mode}`] };
  if (details.what === 'expired') return { title: `${mode} 보고 끊김`, text: ['제어 상태 없음'] };
  return { title: mode, text: [`현재 ${mode}`] };
};

/** An alert that was given up; its own rule is among the details. */
const undelivered: Describe = (details) => {
  const rule = textIn(details, 'rule');
  const what = rule === null || rule === 'undelivered' ? '내용 불명' : rules.describe(rule, {}).title;
  const channel = textIn(details, 'channel');
  const at = instantIn(details, 'detectedAt');
  const code = textIn(details, 'code');
  return {
    title: '알림 전송 실패',
    text: joined([
      `알림(${what}) 전송 실패`,
      channel === null ? null : line` → ${mention(channel)}`,
      at === null ? null : line`; ${time(at)} 감지`,
      code === null ? null : line`; Slack 응답 ${literal(code, 100)}`,
      '. 목록은 /arb-alerts',
    ]),
  };
};

/** What each rule found, by its name. */
const byRule: Readonly<Record<string, Describe>> = {
  no_sign_of_life: noSignOfLife,
  no_heartbeat: noHeartbeat,
  stale_portfolio: stalePortfolio,
  circuit_breaker: circuitBreaker,
  live_trading: liveTrading,
  safety_violations: safetyViolations,
  ...balanceRules,
  ...orderRules,
  ...feedRules,
  ...activityRules,
  dataLoss,
  eviction,
  control,
  drill: () => ({ title: '[훈련]', text: ['훈련이며 실제 상황이 아님'] }),
  undelivered,
};

/** What rules find. */
export const rules: typeof en = {
  describe: (rule, details) =>
    (Object.hasOwn(byRule, rule) ? byRule[rule]?.(details) : undefined) ?? {
      title: sanitize(rule),
      text: [`점검 필요 (${sanitize(rule)})`],
    },
  outage: '모니터링 장애',
  lastingOutage: '모니터링 장애: Redis 읽기 불가',
  storeOutage: (what) => `저장소 장애: ${what}`,
  /** `실자금 (live docker): 실주문 중, 마지막 주문 …`. */
  realMoney: (details, names, isPast, isHeaded) => {
    const lastOrder = instantIn(details, 'lastRealOrder');
    const but = textIn(details, 'realMoneyContradictedBy');
    const proof: TextSpan[] =
      details.realMoneyBy === 'orders'
        ? line`실주문 ${isPast ? '있었음' : '중'}${lastOrder && line`, 마지막 주문 ${time(lastOrder)}`}${but === null ? '' : ` (${but === 'flags' ? '플래그상' : '메트릭상'} 아님)`}`
        : [
            `${isPast ? '당시 ' : ''}${details.realMoneyBy === 'metrics' ? '메트릭상 실거래' : 'enabled·armed'} 켜짐`,
          ];
    return names === null && isHeaded
      ? line`${proof}.`
      : line`${common.realMoney}${names === null ? '' : ` (${names})`}: ${proof}.`;
  },
  noRealMoney: (flags, isUnknown, isPast) =>
    `${isUnknown ? '실자금 여부 불명, 실자금으로 간주하세요. ' : ''}${isPast ? '당시 ' : ''}실거래: ${flags.join('; ')}.${isUnknown || isPast ? '' : ' 실주문 없음.'}`,
  controlEvent: {
    envNotNamed: 'env 이름 없음',
    runNotNamed: '이름 없음',
    modeNotNamed: '제어 상태',
    run: (env, run, what) => line`${env}, 실행 ${run}: ${what}.`,
    expired: (mode, of) => line`제어 상태 만료. 이전 ${mode}${of}`,
    left: (was, mode, of) => line`${was} → ${mode}${of}`,
    entered: (mode, of) => line`현재 ${mode}${of}`,
  },
};
