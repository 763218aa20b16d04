import { joined, line, literal, mention } from '../../../blockKit/blocks';
import { ok } from '../../en/doctor/doctorFinding';
import type * as en from '../../en/doctor/doctorSlack';
import { duration } from '../units';

/* What doctor says of Slack, and of clocks. */

const SEE_SLACK_DOCS = 'Slack 문서에서 이 오류를 찾아보세요.';
const INSTALL_AGAIN = '앱을 다시 설치하고 새 토큰을 복사하세요.';

/** By Slack's code. Source: the reference of chat.postMessage and auth.test. */
const CHANNEL_FIXES: Readonly<Record<string, string>> = {
  not_in_channel: '그 채널에서 /invite @arbwatch 를 입력하세요.',
  channel_not_found:
    '채널에서 ID를 복사하세요(채널 이름 → 정보, 맨 아래). 비공개 채널은 봇이 멤버여야 합니다: /invite @arbwatch.',
  is_archived: '채널 보관을 해제하거나 다른 채널로 바꾸세요.',
  restricted_action: '일부 사람만 글을 쓸 수 있는 채널입니다. 앱을 허용하거나 다른 채널로 바꾸세요.',
  restricted_action_read_only_channel: '일부 사람만 글을 쓸 수 있는 채널입니다. 다른 채널로 바꾸세요.',
  missing_scope:
    '앱 매니페스트의 oauth_config.scopes.bot 아래에 - chat:write 줄을 추가하고 앱을 다시 설치하세요.',
};

const TOKEN_FIXES: Readonly<Record<string, string>> = {
  invalid_auth: '앱 페이지에서 토큰을 다시 복사하세요.',
  missing_scope: '앱 레벨 토큰에 connections:write가 필요합니다(Basic Information → App-Level Tokens).',
  not_allowed_token_type: 'SLACK_BOT_TOKEN은 xoxb-, SLACK_APP_TOKEN은 xapp-로 시작합니다.',
  token_revoked: INSTALL_AGAIN,
  account_inactive: INSTALL_AGAIN,
};

const TOKEN_NAMES = { bot_token: 'SLACK_BOT_TOKEN', app_token: 'SLACK_APP_TOKEN' } as const;

export const token: typeof en.token = (finding) => {
  const name = TOKEN_NAMES[finding.check];
  switch (finding.is) {
    case 'accepted':
      return ok(
        finding.check === 'bot_token'
          ? line`${name} 정상, 워크스페이스 ${literal(finding.team)}`
          : line`${name} 정상 (Socket Mode)`,
      );
    case 'rejected':
      return {
        what: line`${name} 거부됨: ${literal(finding.code)}`,
        fix: [TOKEN_FIXES[finding.code] ?? SEE_SLACK_DOCS],
      };
    case 'no_answer':
      return {
        what: line`${name}: Slack 응답 없음: ${literal(finding.detail, 500)}`,
        fix: ['이 서버에서 slack.com에 https로 접속되는지 점검하세요: DNS, 방화벽, 프록시.'],
      };
  }
};

export const tokens: typeof en.tokens = (finding) =>
  finding.is === 'one_app'
    ? ok(line`두 토큰이 같은 앱의 것: ${literal(finding.app)}`)
    : {
        what: line`두 토큰의 앱이 다름: SLACK_BOT_TOKEN ${literal(finding.botApp)}, SLACK_APP_TOKEN ${literal(finding.appApp)}`,
        fix: ['한 앱의 페이지에서 둘 다 복사하세요. 앱이 다르면 명령이 도착하지 않습니다.'],
      };

export const publicUrl: typeof en.publicUrl = (finding) => {
  const url = literal(finding.url);
  switch (finding.is) {
    case 'answers':
      return ok(line`${url}: 서명된 요청은 받고, 서명 없는 요청은 거부`);
    case 'unreachable':
      return {
        what: line`${url}: 여기서 접속 불가: ${literal(finding.detail)}`,
        fix: ['DNS와 리버스 프록시를 점검하세요. 같은 네트워크 안에서는 접속되지 않는 주소일 수 있습니다.'],
      };
    case 'not_running':
      return {
        what: line`${url}: 뒤에서 응답하는 서버 없음 (HTTP ${String(finding.status)})`,
        fix: ['봇을 시작한 뒤 다시 실행하세요. 리버스 프록시는 HOST와 PORT로 전달해야 합니다.'],
      };
    case 'not_found':
      return {
        what: line`${url}: 없는 경로 (HTTP ${String(finding.status)})`,
        fix: ['리버스 프록시가 /slack/events를 경로 그대로 PORT로 전달하게 하세요.'],
      };
    case 'refused':
      return {
        what: line`${url}: SLACK_SIGNING_SECRET으로 서명한 요청을 거부 (HTTP ${String(finding.status)})`,
        fix: [
          '실행 중인 봇의 시크릿과 시계가 같아야 합니다. 리버스 프록시는 본문과 X-Slack 헤더를 그대로 넘기고 로그인을 요구하지 않아야 합니다.',
        ],
      };
    case 'open':
      return {
        what: line`${url}: 서명 없는 요청에 응답, 이 봇이 아님`,
        fix: ['리버스 프록시가 /slack/events를 이 봇의 PORT로 전달하게 하세요.'],
      };
    case 'wrong_answer':
      return {
        what: line`${url}: 봇의 응답이 아님 (HTTP ${String(finding.status)})`,
        fix: ['리버스 프록시가 /slack/events를 어디로 전달하는지 점검하세요. 리다이렉트하면 안 됩니다.'],
      };
  }
};

export const blocks: typeof en.blocks = (finding) =>
  finding.is === 'accepted'
    ? ok(['봇이 쓰는 블록 종류를 Slack이 모두 받음'])
    : {
        what: line`Slack이 받지 않는 블록 ${literal(finding.block)}: ${literal(finding.reason, 200)}`,
        fix: ['이 줄과 함께 신고해 주세요. 이 블록이 든 메시지는 거부됩니다.'],
      };

const TWICE = '없으면 전송 도중 끊긴 메시지가 두 번 나갈 수 있음';

const SCOPE_PURPOSES: Readonly<Record<string, string>> = {
  commands: '없으면 명령이 전혀 동작하지 않음',
  'chat:write': '없으면 알림을 올릴 수 없음',
  'channels:history': `${TWICE}(공개 채널)`,
  'groups:history': `${TWICE}(비공개 채널)`,
  'users:read': '없으면 "until 09:00" 같은 시각을 입력한 사람이 아니라 TIMEZONE 시간대로 읽음',
  'reactions:read': '없으면 알림에 단 👀로는 확인되지 않음. 버튼과 /arb-alerts 는 됨',
  'app_mentions:read': '없으면 "@arbwatch status" 같은 멘션에 답하지 않음. 슬래시 명령은 됨',
  'pins:write': '없으면 /arb-status board 현황판이 고정되지 않음. 직접 고정하면 됨',
  'im:history': '없으면 봇에게 보낸 DM에 답하지 않음. 슬래시 명령은 됨',
  'usergroups:read': '없으면 VIEWERS나 OPERATORS에 적은 사용자 그룹의 멤버를 알 수 없음',
};

export const scopes: typeof en.scopes = (finding) =>
  finding.is === 'complete'
    ? ok(['봇 토큰에 이 설정에 필요한 권한이 모두 있음'])
    : {
        what: line`봇 토큰에 없는 권한 ${literal(finding.scope)}: ${SCOPE_PURPOSES[finding.scope] ?? 'manifest.yml 참고'}`,
        fix: line`앱 매니페스트의 oauth_config.scopes.bot 아래에 ${literal(`- ${finding.scope}`)} 줄을 추가하고 앱을 다시 설치하세요.`,
      };

export const clock: typeof en.clock = (finding) => {
  const whose = finding.check === 'slack_clock' ? 'Slack' : 'Redis';
  const direction = finding.skewMs > 0 ? '빠름' : '느림';
  return finding.level === 'ok'
    ? ok(line`이 서버와 ${whose}의 시계 차이 5초 이내`)
    : {
        what: line`이 서버의 시계가 ${whose}보다 ${duration(Math.abs(finding.skewMs))} ${direction}`,
        fix: ['서버 시계를 NTP로 맞추세요. 하트비트 경과 시간과 보낸 메시지 조회가 시계에 달려 있습니다.'],
      };
};

export const channel: typeof en.channel = (finding) => {
  const name = joined([mention(finding.channel), ` (${finding.setting})`]);
  switch (finding.is) {
    case 'usable':
      return ok(line`${name}: 메시지 전송, 조회, 삭제 성공`);
    case 'takes_messages':
      return ok(line`${name}: 메시지를 예약했다가 보이기 전에 취소함`);
    case 'left_scheduled':
      return {
        what: line`${name}: 메시지를 예약했으나 취소하지 못함`,
        fix: ['100일 뒤 나타나며, 테스트라고 적혀 있습니다.'],
      };
    case 'no_history':
      return {
        what: line`${name}: 보낸 메시지를 채널 이력에서 찾을 수 없음`,
        fix: ['앱에 channels:history와 groups:history를 추가하세요. 없으면 메시지가 두 번 나갈 수 있습니다.'],
      };
    case 'not_deleted':
      return {
        what: line`${name}: 메시지를 보냈으나 삭제하지 못함`,
        fix: ['직접 삭제하세요. 테스트라고 적혀 있습니다.'],
      };
    case 'rejected':
      return {
        what: line`${name}: Slack이 메시지를 받지 않음: ${literal(finding.code)}`,
        fix: [CHANNEL_FIXES[finding.code] ?? SEE_SLACK_DOCS],
      };
    case 'no_answer':
      return {
        what: line`${name}: 메시지를 받는지 알 수 없음: ${literal(finding.code)}`,
        fix: ['다시 실행하세요.'],
      };
  }
};
