import type { Language } from '../../../../src/lib/language';
import { bold, line, literal } from '../../../blockKit/blocks';
import type { personal as en } from '../../en/conversation/personal';
import { severityNames } from '../alerting/severityNames';

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: '영어 (English)', ko: '한국어' };

type Send = NonNullable<Parameters<typeof en.send>[0]>;

/** `긴급 알림: live docker`. */
function alertsOf({ severities, targets }: Send): string {
  const which =
    severities.length === 0 ? '모든 알림' : `${severities.map((each) => severityNames[each]).join('·')} 알림`;
  return targets.length === 0 ? which : `${which} (${targets.join(', ')})`;
}

/** What people set for themselves, with `/arb me`. */
export const personal: typeof en = {
  title: '내 설정',
  language: (language, isOwn) => line`${bold('언어:')} ${LANGUAGE_NAMES[language]}${isOwn ? '' : ' (자동)'}`,
  zone: (zone, from) =>
    line`${bold('시간대:')} ${zone}${{ own: '', profile: ' (Slack 프로필)', setting: ' (TIMEZONE)' }[from]}`,
  send: (send) => line`${bold('DM:')} ${send === null ? '없음' : alertsOf(send)}`,
  quiet: (hours) =>
    line`${bold('방해 금지 시간:')} ${hours === null ? '없음' : `${hours}, 긴급 알림은 그대로 보냄`}`,
  change: () =>
    line`바꾸려면 ${literal('/arb me language ko')}, ${literal('/arb me zone Asia/Seoul')}, ${literal('/arb me send critical live')}, ${literal('/arb me quiet 23:00-07:00')}, ${literal('/arb me reset')} 중 하나를 입력하세요.`,
  changed: '저장했습니다. 내 설정은 나에게만 보입니다.',
  newer: '더 새로운 버전의 arbwatch가 저장한 설정입니다. 모든 인스턴스를 업데이트한 뒤에 바꾸세요.',
  examples: {
    show: '내 언어, 시간대, DM, 방해 금지 시간',
    language: '한국어로 응답. auto를 입력하면 다시 Slack 프로필을 따름',
    zone: '입력한 시각을 이 시간대로 해석. auto를 입력하면 다시 Slack 프로필을 따름',
    send: '실거래 트레이더의 긴급 알림을 DM로 받음. off를 입력하면 해제',
    quiet: '이 시간에는 긴급 알림만 받음. off를 입력하면 해제',
    reset: '내 설정을 모두 삭제',
  },
  /** The form that the Home tab opens. */
  form: {
    open: '내 설정',
    save: '저장',
    cancel: '취소',
    language: '언어',
    languages: { auto: 'Slack 프로필과 같음', en: '영어 (English)', ko: '한국어' },
    zone: '시간대 (비워 두면 Slack 프로필과 같음)',
    send: 'DM으로 받을 알림',
    severities: { critical: '긴급', warning: '경고', info: '정보' },
    targets: '타깃 (비워 두면 모든 트레이더)',
    from: '방해 금지 시작',
    to: '방해 금지 종료',
    quiet: '이 시간에는 긴급 알림만 받습니다.',
    wrong: (word, problem, expected) =>
      `${word === null || word === '' ? problem : `${word}: ${problem}`}. 입력 예: ${expected}.`,
  },
  notASetting: '내 설정에 없는 항목입니다',
  settings: 'language, zone, send, quiet, reset 중 하나',
  unknownLanguage: '지원하지 않는 언어입니다',
  languages: 'en (English), ko (한국어), auto 중 하나',
  languageMissing: '언어가 빠졌습니다',
  unknownZone: '없는 시간대입니다',
  zones: 'Asia/Seoul, Europe/Berlin 같은 이름, 또는 auto',
  zoneMissing: '시간대가 빠졌습니다',
  notAnAlert: '심각도도 타깃도 아닙니다',
  alerts: '심각도(critical, warning, info), live 또는 paper docker 같은 타깃, all 또는 off',
  alertsMissing: '받을 알림이 빠졌습니다',
  notHours: '하루 중의 시간 범위가 아닙니다',
  hours: '23:00-07:00 처럼 서로 다른 시작과 종료, 또는 off',
  hoursMissing: '시간 범위가 빠졌습니다',
};
