import { bold, line, literal } from '../../../blockKit/blocks';
import type { conversation as en } from '../../en/conversation/conversation';

/** What is said to mentions and direct messages. */
export const conversation: typeof en = {
  // As it is typed.
  help: 'help',
  unknown: (word, suggestion) =>
    line`${word}: 모르는 명령입니다.${suggestion === null ? null : line` 혹시 ${literal(suggestion)} 인가요?`}`,
  unknownSpoken: (suggestion) =>
    `모르는 명령입니다.${suggestion === null ? '' : ` 혹시 ${suggestion} 인가요?`}`,
  canAsk: '물어볼 수 있는 것',
  entry: (word, description) => line`${bold(word)} ${description}`,
  examples: () =>
    line`예: ${literal('status paper docker 24h')}. 전체 사용법: ${literal('status help')}. 알림 스레드에서 ${literal('status?')} 라고 쓰면 그 알림의 트레이더를 보여 줍니다.`,
  unknownCommand: (command, suggestion) =>
    line`${command}: 이 버전의 arbwatch에는 없는 명령입니다.${suggestion === null ? null : line` 혹시 ${literal(suggestion)} 인가요?`} 봇 담당자에게 알려 주세요. Slack 앱의 명령이 manifest.yml과 다릅니다.`,
};
