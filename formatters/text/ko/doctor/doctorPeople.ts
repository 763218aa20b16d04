import { joined, line, literal, mention } from '../../../blockKit/blocks';
import { ok } from '../../en/doctor/doctorFinding';
import type * as en from '../../en/doctor/doctorPeople';
import { count } from '../../numbers';
import { counted } from '../units';

/* What doctor says of the people whom the configuration names. */

const COPY_ID = 'Slack 프로필에서 ID를 복사하세요: ⋮ → 멤버 ID 복사.';
const NAME_ANOTHER = '다른 사람으로 바꾸세요.';

export const person: typeof en.person = (finding) => {
  const who = joined([mention(finding.user), ` (${finding.setting})`]);
  switch (finding.is) {
    case 'reachable':
      return ok(line`${who}: DM을 예약했다가 보이기 전에 취소함`);
    case 'left_scheduled':
      return {
        what: line`${who}: DM을 예약했으나 취소하지 못함`,
        fix: ['100일 뒤 나타나며, 테스트라고 적혀 있습니다.'],
      };
    case 'unknown':
      return { what: line`${who}: Slack에 없는 사용자`, fix: [COPY_ID] };
    case 'deactivated':
      return { what: line`${who}: 비활성화된 계정`, fix: [NAME_ANOTHER] };
    case 'bot':
      return { what: line`${who}: 봇 계정이라 메시지를 읽는 사람이 없음`, fix: [NAME_ANOTHER] };
    case 'unreachable':
      return {
        what: line`${who}: Slack이 DM을 받지 않음: ${literal(finding.code)}`,
        fix: [`이 워크스페이스 멤버가 맞나요? ${COPY_ID}`],
      };
    case 'no_answer':
      return {
        what: line`${who}: DM 가능 여부를 알 수 없음: ${literal(finding.code)}`,
        fix: ['다시 실행하세요.'],
      };
  }
};

export const group: typeof en.group = (finding) => {
  const which = joined([mention(finding.group), ` (${finding.setting})`]);
  if (finding.is === 'unreadable')
    return {
      what: line`사용자 그룹 ${which} 멤버를 조회할 수 없음: ${literal(finding.code)}`,
      fix: ['Slack의 그룹 페이지에서 ID를 복사하고, 앱에 usergroups:read 권한을 추가하세요.'],
    };
  return finding.members > 0
    ? ok(line`사용자 그룹 ${which}: ${counted('멤버', finding.members, '명')}`)
    : { what: line`사용자 그룹 ${which}: 멤버 없음`, fix: ['Slack에서 멤버를 추가하세요.'] };
};

export const people: typeof en.people = (finding) =>
  finding.is === 'known'
    ? ok([`설정에 적힌 사람 ${count(finding.count)}명, 모두 Slack에 있음`])
    : ok(['설정에 적힌 사람이 실제로 있는지는 users:read 권한이 없어 알 수 없음']);
