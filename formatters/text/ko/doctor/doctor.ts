import type { Level } from '../../../../src/doctor/finding';
import { line, literal } from '../../../blockKit/blocks';
import type { doctor as en } from '../../en/doctor/doctor';
import { ok } from '../../en/doctor/doctorFinding';
import { counted } from '../units';
import {
  authority,
  currency,
  deadman,
  history,
  node,
  operators,
  port,
  proxy,
  webhook,
  zone,
} from './doctorHost';
import { group, people, person } from './doctorPeople';
import { eviction, persistence, rights, server, traders } from './doctorRedis';
import { blocks, channel, clock, publicUrl, scopes, token, tokens } from './doctorSlack';

const LEVELS: Readonly<Record<Level, string>> = { ok: '정상', warning: '경고', error: '오류' };

/** A finding in words. */
const finding: typeof en.finding = (found) => {
  switch (found.check) {
    case 'bot_token':
    case 'app_token':
      return token(found);
    case 'tokens':
      return tokens(found);
    case 'signing_secret':
      return ok([
        'SLACK_SIGNING_SECRET 미검증: PUBLIC_URL을 설정하거나 Slack에서 /arb-status 를 입력해 보세요. dispatch_failed가 나오면 이 값과 공개 주소를 점검하세요',
      ]);
    case 'public_url':
      return publicUrl(found);
    case 'scopes':
      return scopes(found);
    case 'slack_clock':
    case 'redis_clock':
      return clock(found);
    case 'channel':
      return channel(found);
    case 'alert_channel':
      return {
        what: ['ALERT_CHANNEL 미설정: 명령에는 답하지만 알림은 보내지 않음'],
        fix: ['채널 ID를 넣고 그 채널에 봇을 초대하세요.'],
      };
    case 'person':
      return person(found);
    case 'group':
      return group(found);
    case 'people':
      return people(found);
    case 'blocks':
      return blocks(found);
    case 'redis':
    case 'store':
      return server(found);
    case 'redis_place':
      return {
        what: line`트레이더 Redis 위치 미설정: 기본값 ${literal(found.where)} 사용`,
        fix: ['이 주소가 맞더라도 REDIS_URL을 설정하세요.'],
      };
    case 'redis_rights':
    case 'store_rights':
      return rights(found);
    case 'eviction':
      return eviction(found);
    case 'persistence':
      return persistence(found);
    case 'traders':
    case 'trader':
    case 'target':
      return traders(found);
    case 'operators':
      return operators(found);
    case 'zone':
      return zone(found);
    case 'currency':
      return currency(found);
    case 'port':
      return port(found);
    case 'deadman':
      return deadman(found);
    case 'webhook':
      return webhook(found);
    case 'history':
      return history(found);
    case 'proxy':
      return proxy(found);
    case 'ca':
      return authority(found);
    case 'node':
      return node(found);
    case 'config':
      return { what: line`${literal(found.where)}: ${literal(found.message, 500)}`, fix: null };
    case 'any':
      return {
        what: line`점검 실패 (${found.what}): ${literal(found.detail, 500)}`,
        fix: ['다시 실행하고, 또 실패하면 신고해 주세요.'],
      };
  }
};

export const doctor: typeof en = {
  finding,
  level: (level) => LEVELS[level],
  heading: 'arbwatch doctor 점검 결과',
  works: '정상 항목',
  probe: 'arbwatch doctor: 테스트 메시지, 바로 삭제됩니다.',
  summary: (errors, warnings) =>
    errors + warnings === 0
      ? '봇에 필요한 것이 모두 정상입니다.'
      : `${counted('오류', errors, '건')}, ${counted('경고', warnings, '건')}.`,
};
