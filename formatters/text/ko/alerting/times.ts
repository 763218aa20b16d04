import { line, literal } from '../../../blockKit/blocks';
import type { times as en } from '../../en/alerting/times';

/** What is wrong with a time that was typed, and what to type instead. */
const problem: typeof en.problem = (wrong, zone) => {
  switch (wrong.kind) {
    case 'zero':
      return { problem: '길이가 0입니다', expected: '30m, 2h 같은 길이' };
    case 'bare_number':
      return {
        problem: '분인지 시간인지 시각인지 알 수 없습니다',
        expected: `${wrong.number}m, ${wrong.number}h 또는 until ${wrong.number}:00`,
      };
    case 'no_such_time':
      return { problem: '없는 시각입니다', expected: '09:00, 21:30, 9pm 같은 시각' };
    case 'no_such_date':
      return { problem: '달력에 없는 날짜입니다', expected: '2026-11-30 09:00 같은 날짜' };
    case 'time_missing':
      return { problem: '시각이 빠졌습니다', expected: `${wrong.day} 9:00` };
    case 'which_week': {
      const [first, second] = wrong.dates;
      return {
        problem: '이번 주인지 다음 주인지 알 수 없습니다',
        expected: `${wrong.weekday} 뒤에 시각(${first}), 또는 날짜: ${second}`,
      };
    }
    case 'past':
      return { problem: '이미 지났습니다', expected: '2h, 21:00, tomorrow 9:00 같은 앞으로의 시각' };
    case 'zone_abbreviation':
      return {
        problem: `끝의 시간대 약어는 지역마다 뜻이 다릅니다: ${wrong.letters}`,
        expected: `UTC, Asia/Seoul 같은 이름, 또는 생략(${zone})`,
      };
    case 'end_missing':
      return {
        problem: '종료 시각이 빠졌습니다',
        expected: `${wrong.start}-23:30 또는 ${wrong.start} for 1h`,
      };
    case 'which_half':
      return {
        problem: '오전인지 오후인지 알 수 없습니다',
        expected: `${wrong.start}am-${wrong.end} 또는 ${wrong.start}pm-${wrong.end}`,
      };
    case 'ends_before_start':
      return {
        problem: '종료가 시작보다 늦지 않습니다',
        expected: '22:00-23:00 처럼 시작과 그보다 늦은 종료',
      };
  }
};

/** In which zone a time of day was read, and why in that one. */
const readIn: typeof en.readIn = (zone, from) => {
  switch (from) {
    case 'typed':
      return line`시간대: ${literal(zone)} (입력값).`;
    case 'own':
      return line`시간대: ${literal(zone)} (내 설정, ${literal('/arb me')}).`;
    case 'profile':
      return line`시간대: ${literal(zone)} (Slack 프로필).`;
    case 'setting':
      return line`시간대: ${literal(zone)}, 봇의 ${literal('TIMEZONE')} 설정. 내 시간대는 알 수 없습니다 (권한 ${literal('users:read')} 필요).`;
  }
};

export const times: typeof en = { problem, readIn };
