import type { CopyCounts, transfer as en } from '../../en/terminal/transfer';
import { ago, counted } from '../units';

const countsText = ({ targets, openAlerts, messages, waiting, audit, totals, notes }: CopyCounts): string =>
  [
    counted('타깃', targets, '개'),
    counted('미해결 알림', openAlerts, '건'),
    counted('Slack 메시지', messages, '건'),
    ...(waiting === 0 ? [] : [counted('전송 대기', waiting, '건')]),
    ...(audit === 0 ? [] : [counted('감사 기록', audit, '건')]),
    ...(totals === 0 ? [] : [counted('튜닝 총 횟수', totals, '건')]),
    ...(notes === 0 ? [] : [counted('입출금 기록', notes, '건')]),
  ].join(', ');

/** What `arbwatch export` and `arbwatch import` say. A store is named by where it is, and by what its keys begin with. */
export const transfer: typeof en = {
  export: {
    about: '봇이 저장소에 보관하는 모든 것을 파일이나 표준 출력으로 내보내기(이전·백업용)',
    file: '새 파일. 생략하거나 - 이면 표준 출력',
    notes:
      'Slack 사용자·채널 ID와 트레이더 이름이 들어 있고, 토큰과 비밀번호는 없습니다. 잔고 이력은 별도 파일입니다(HISTORY_FILE).',
  },
  import: {
    about: '`arbwatch export` 파일을 저장소에 넣기(전부 넣거나 아무것도 안 넣음)',
    file: '파일, 또는 - 이면 표준 입력',
    replace: '기존 내용을 지우고 교체',
    dryRun: '읽고 검사만 하고 쓰지 않음',
    notes: '그 저장소를 쓰는 봇을 모두 멈춘 뒤 실행하고, 끝나면 다시 시작하세요.',
  },
  place: (where, prefix) => `${where} ({${prefix}})`,
  exported: (counts, place, file) =>
    `내보내기 완료: ${place}${file === null ? '' : ` → ${file}`}. ${countsText(counts)}.`,
  nothing: (place) =>
    `봇의 기록이 없습니다: ${place}. 저장 위치는 STORE_REDIS_URL과 STORE_PREFIX로 정합니다.`,
  inUse: (lastCheck, now) =>
    `이 저장소를 쓰는 봇이 ${ago(lastCheck, now)} 체크했습니다. 앞으로의 변경은 이 사본에 없습니다. 옮기려면 먼저 봇을 멈추세요.`,
  unknownKeys: (names) => `이 버전이 모르는 키라 내보내지 않음: ${names}`,
  leftOut: (key, reason) => `읽을 수 없어 제외: ${key}: ${reason}`,
  busy: (place) => `읽는 동안 계속 바뀝니다: ${place}. 봇을 멈추거나 나중에 다시 시도하세요.`,
  inMemory: 'REDIS_URL=memory: 프로세스가 끝나면 남는 것이 없어 내보낼 것도, 넣을 곳도 없습니다.',
  exists: (file) => `${file}: 이미 있는 파일입니다. 다른 이름을 쓰거나 지우세요`,
  cannotWrite: (file, reason) => `${file}: 쓸 수 없습니다: ${reason}`,
  cannotRead: (file, reason) => `${file}: 읽을 수 없습니다: ${reason}`,
  faultAt: (file, line, fault) => `${file}, ${line}번째 줄: ${fault}. 아무것도 쓰지 않았습니다.`,
  faults: {
    not_json: 'JSON이 아닙니다(손상됨)',
    changed: '내용이 바뀌었거나 앞의 줄이 빠졌습니다',
    cut_off: '마지막 줄 없이 파일이 끝났습니다(잘림)',
    no_export: '`arbwatch export` 파일이 아닙니다',
    no_entry: '이 버전이 모르는 항목입니다',
  },
  otherFormat: (format) => `이 버전이 읽지 못하는 형식입니다(${format})`,
  unreadable: (key, reason) => `${key}: 읽을 수 없습니다: ${reason}`,
  notEmpty: (place, counts, lastCheck, now) =>
    `이미 내용이 있습니다: ${place}. ${countsText(counts)}${lastCheck === null ? '' : `; 마지막 체크 ${ago(lastCheck, now)}`}. ` +
    '아무것도 쓰지 않았습니다. 보관하려면 먼저 내보내고, 파일로 교체하려면 --replace를 쓰세요.',
  replacingInUse: (lastCheck, now) =>
    `이 저장소를 쓰는 봇이 ${ago(lastCheck, now)} 체크했습니다. 실행 중인 봇은 기억하는 내용을 다시 씁니다. 봇을 멈추고 다시 넣으세요.`,
  changed: (place) =>
    `그사이 내용이 바뀌어 아무것도 쓰지 않았습니다: ${place}. 이 저장소를 쓰는 봇을 멈추고 다시 시도하세요.`,
  dryRun: (counts, place) =>
    `파일 이상 없음: ${countsText(counts)}. --dry-run이라 쓰지 않았습니다: ${place}.`,
  imported: (counts, place, from) =>
    `가져오기 완료: ${place}. ${countsText(counts)}. 내보낸 시점 ${from}. 이제 봇을 시작하세요.`,
  madeBy: (at, version) => `${at.toISOString()} (arbwatch ${version})`,
};
