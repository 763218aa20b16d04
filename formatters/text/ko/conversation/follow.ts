import type { EndReason } from '../../../../src/follow/followed';
import { line, literal, mention, minuteTime, slackDate, slackMinute, time } from '../../../blockKit/blocks';
import type { follow as en } from '../../en/conversation/follow';
import { count } from '../../numbers';
import { counted, duration } from '../units';

const ENDED: Readonly<Record<EndReason, string>> = {
  time: '정해진 시간이 지남',
  stopped: '누군가 중지함',
  finished: '세션 완료',
  gone: '보여 주던 대상이 사라짐',
  refused: 'Slack이 수정을 허용하지 않음',
};

/** What Slack's refusals mean, and what to do. */
const REFUSED: Readonly<Record<string, string>> = {
  missing_scope: '봇에 chat:write 권한이 없습니다',
  not_in_channel: '봇이 그 채널에 없습니다. 채널에서 /invite @arbwatch 입력',
  channel_not_found: '봇이 그 채널에 없습니다. 채널에서 /invite @arbwatch 입력',
  is_archived: '보관된 채널입니다',
  restricted_action: '봇이 그 채널에 글을 쓸 수 없습니다',
  cant_update_message: 'Slack이 메시지 수정을 더 이상 허용하지 않습니다',
  edit_window_closed: '이 워크스페이스에서는 오래된 메시지를 수정할 수 없습니다',
  unverified: '메시지가 게시됐는지 알 수 없고, 봇이 확인할 권한이 없습니다 (권한 channels:history)',
};

const refusal = (code: string): string => REFUSED[code] ?? 'Slack이 거부했습니다';

/** Messages that keep themselves current. */
export const follow: typeof en = {
  begins: (from) => `🔄 자동 갱신 시작 예정 ${slackDate(from)}`,
  current: (intervalMs, until) =>
    `🔄 자동 갱신 중: 갱신 간격 ${duration(intervalMs)}${until === null ? '' : `, 종료 ${slackMinute(until)}`}`,
  missing: '보여 주던 대상이 지금은 없습니다.',
  stop: '갱신 중지',
  endedTitle: '⏹️ 더 이상 갱신하지 않습니다.',
  ended: (reason, at) => line`${ENDED[reason]}, ${time(at)}. 아래 내용은 더 이상 바뀌지 않습니다.`,
  endedText: (reason) => `더 이상 갱신하지 않음: ${ENDED[reason]}.`,
  started: (intervalMs, until) =>
    line`이 채널의 메시지를 자동으로 갱신합니다. 갱신 간격 ${duration(intervalMs)}${until && line`, 종료 ${minuteTime(until, true)}`}. 메시지의 버튼으로 중지할 수 있습니다.`,
  tellsYou: '세션이 완료되면 DM을 보내 드립니다.',
  pinned: '이 채널에 고정했습니다.',
  notPinned: (code) =>
    code === 'missing_scope'
      ? line`고정하지 못했습니다. 봇에 ${literal('pins:write')} 권한이 없으니 직접 고정하거나, 그 권한을 추가해 앱을 다시 설치하세요.`
      : line`고정하지 못했습니다 (${literal(code, 60)}). 직접 고정하세요.`,
  soon: (intervalMs, until) =>
    line`Slack이 받는 대로 자동 갱신 메시지를 이 채널에 올립니다. 갱신 간격 ${duration(intervalMs)}${until && line`, 종료 ${minuteTime(until, true)}`}.`,
  already: (until) =>
    line`이미 이 채널에서 자동 갱신 중입니다.${until && line` 종료 ${minuteTime(until, true)}.`} “자동 갱신 중” 메시지를 찾아보세요.`,
  joined: '이미 이 채널에서 자동 갱신 중입니다. 세션이 완료되면 DM을 보내 드립니다.',
  full: (most) =>
    `자동 갱신 메시지가 최대치(${counted('메시지', most, '개')})입니다. 필요 없는 것을 중지하세요.`,
  cannot: (code) => line`여기서는 자동 갱신할 수 없습니다: ${refusal(code)} (${literal(code, 60)}).`,
  conflict: '다른 사람이 지금 시작하거나 중지하고 있습니다. 잠시 후 다시 시도하세요.',
  stopped: '자동 갱신을 중지했고, 메시지에 표시했습니다.',
  stopSoon: 'Slack이 수정을 받는 대로 중지합니다.',
  notFollowed: '이 채널에서 자동 갱신 중이 아닙니다.',
  onlyInSlack: '자동 갱신은 Slack 메시지에서만 됩니다. 터미널에서는 arbwatch watch 명령을 쓰세요.',
  notStored: '지금은 저장소에 쓸 수 없어 자동 갱신을 시작할 수 없습니다. 나중에 다시 시도하세요.',
  finished: (command, channel) =>
    line`🏁 ${mention(channel)} 채널에서 지켜보던 튜닝 세션이 완료됐습니다: ${literal(command, 150)}.`,
  result: ({ ranMs, completed, failed, failedJobs }) =>
    `이터레이션 ${count(completed)}회 완료, ${failed === 0 ? '실패 없음' : `실패 ${count(failed)}회`}${failedJobs === 0 ? '' : `, 실패한 작업 ${count(failedJobs)}개`}${ranMs === null ? '' : `. 첫 이터레이션부터 마지막까지 ${duration(ranMs)}`}.`,
  refused: (command, channel, code) =>
    line`⚠️ ${mention(channel)} 채널의 자동 갱신 중단: ${literal(command, 150)}, ${refusal(code)} (${literal(code, 60)}).`,
  help: {
    watch: '채널 전체에 보이는 자동 갱신 메시지. unwatch로 중지',
    board: '채널에 고정되는 현황판. 누군가 중지할 때까지 유지',
    session: '세션도 똑같이 자동 갱신. 완료되면 지켜보던 사람에게 DM',
  },
};
