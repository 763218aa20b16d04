import { joined, line, literal, type TextSpan, time } from '../../../blockKit/blocks';
import { ok } from '../../en/doctor/doctorFinding';
import type * as en from '../../en/doctor/doctorRedis';
import { counted } from '../units';

/* What doctor says of Redis, and of the traders in it. */

const SERVERS = { redis: '트레이더 Redis', store: '저장소' } as const;

const AS = { master: '', replica: ', 복제본', cut_off_replica: ', 마스터와 끊긴 복제본' };

export const server: typeof en.server = (finding) => {
  const name = SERVERS[finding.check];
  switch (finding.is) {
    case 'memory':
      return {
        what: ['REDIS_URL이 memory: 트레이더가 없고, 봇의 기록은 종료와 함께 사라짐'],
        fix: ['트레이더가 쓰는 Redis 주소를 넣으세요.'],
      };
    case 'unavailable':
      return {
        what: line`${name} ${literal(finding.where)} 사용 불가: ${literal(finding.detail, 500)}`,
        fix: [fixOf(finding)],
      };
    case 'sentinel':
      return {
        what: line`${literal(finding.where)}: Redis가 아니라 Sentinel이 응답`,
        fix: ['이 주소를 REDIS_SENTINELS에, 마스터 이름을 REDIS_SENTINEL_NAME에 넣으세요.'],
      };
    case 'cluster_node':
      return {
        what: line`${name} ${literal(finding.where)}: Redis Cluster의 노드 하나라 키 대부분이 다른 노드에 있음`,
        fix: ['REDIS_URL 대신 REDIS_CLUSTER에 넣으세요. 저장소라면 STORE_REDIS_CLUSTER.'],
      };
    case 'reached': {
      const { version, tls, role, replicas } = finding;
      return {
        what: joined([
          line`${name} ${literal(finding.where)} 응답${tls ? ' (TLS)' : ''}, 버전 `,
          version === null ? '보고 없음' : literal(version),
          AS[role],
          replicas ? `, ${counted('복제본', replicas, '개')}` : null,
        ]),
        fix: ROLE_FIXES[role],
      };
    }
  }
};

const ROLE_FIXES: Readonly<Record<keyof typeof AS, TextSpan[] | null>> = {
  master: null,
  replica: ['마스터나 Sentinel 주소로 바꾸세요. 복제본은 늦을 수 있고 쓰기를 받지 않습니다.'],
  cut_off_replica: ['데이터가 마지막 연결 시점에 멈춰 있습니다. 마스터 주소로 바꾸거나 복제를 복구하세요.'],
};

/** By what stands in the error. */
const UNAVAILABLE_FIXES: readonly (readonly [RegExp, string])[] = [
  [
    /certificate|CERT|self.signed|altnames/i,
    'docs/configuration.md의 REDIS_TLS를 보세요. 인증서가 이 이름에 유효해야 하며, 사설 인증 기관이면 NODE_EXTRA_CA_CERTS를 설정하세요.',
  ],
  [
    /WRONGPASS|NOAUTH|NOPERM/,
    '사용자와 비밀번호를 점검하세요. URL 안의 비밀번호에서 / # @ : 문자는 %2F %23 %40 %3A로 씁니다.',
  ],
  [/DB index/, 'REDIS_URL 끝의 DB 번호를 점검하세요.'],
  [/max number of clients/, 'Redis의 maxclients를 늘리거나 연결을 잡고 있는 쪽을 찾으세요.'],
  [
    /ENOTFOUND|EAI_AGAIN/,
    '없는 호스트입니다. 이름을 점검하세요. 컨테이너 안에서는 호스트 머신의 이름을 모릅니다.',
  ],
  [/is no Redis|Protocol error/, 'Redis가 아닌 것이 응답합니다. 주소와 포트를 점검하세요.'],
  [/no answer within/, '연결은 되지만 응답이 없습니다. 과부하, 정지, 방화벽을 점검하세요.'],
  [/sentinel/i, 'REDIS_SENTINELS, 마스터 이름, Sentinel 과반이 접속 가능한지 점검하세요.'],
  [/cluster|CLUSTERDOWN|slot|MOVED/i, 'Redis Cluster면 REDIS_CLUSTER, 단일 Redis면 REDIS_URL을 설정하세요.'],
  [
    /ECONNREFUSED/,
    '그 주소에서 듣는 서버가 없습니다. 주소와 포트를 점검하세요. 컨테이너 안의 localhost는 컨테이너 자신입니다.',
  ],
];

const fixOf = ({ detail, tls }: { readonly detail: string; readonly tls: boolean }): string => {
  const fix = UNAVAILABLE_FIXES.find(([pattern]) => pattern.test(detail))?.[1];
  if (fix !== undefined) return fix;
  return tls
    ? 'TLS 서버가 맞나요? rediss:// 대신 redis:// 는 TLS를 쓰지 않습니다. TLS가 맞다면 주소와 포트를 점검하세요.'
    : 'rediss:// (TLS)가 필요한가요? 연결 수(maxclients)가 찼나요? 둘 다 아니라면 주소와 포트를 점검하세요.';
};

const DENIED_FIX = 'docs/security.md에 있는 권한을 Redis 사용자에게 주세요.';

const listed = (names: readonly string[]) =>
  joined(
    names.map((name) => literal(name)),
    ', ',
  );

export const rights: typeof en.rights = (finding) => {
  switch (finding.is) {
    case 'complete':
      return ok(['트레이더를 읽는 Redis 명령이 모두 허용됨']);
    case 'writable':
      return ok(['봇 전용 키에 필요한 Redis 권한이 모두 있음']);
    case 'no_tracking':
      return {
        what: ['Redis가 키 변경 추적(client tracking)을 허용하지 않음'],
        fix: [`동작은 하지만 느리고, 실주문을 늦게 봅니다. ${DENIED_FIX}`],
      };
    case 'denied':
      return { what: line`Redis가 거부하거나 모르는 명령: ${listed(finding.commands)}`, fix: [DENIED_FIX] };
    case 'keys_denied':
      return {
        what: line`Redis 사용자에게 읽기 권한이 없는 키: ${listed(finding.keys)}`,
        fix: [`그 키의 내용은 보지 못합니다. ${DENIED_FIX}`],
      };
    case 'refused':
      return {
        what: line`봇 전용 키에 쓸 수 없음: ${literal(finding.detail, 500)}`,
        fix: ['알림에는 저장소가 필요합니다. {arbwatch}:* 쓰기를 허용하거나 STORE_REDIS_URL을 설정하세요.'],
      };
    case 'foreign':
      return {
        what: ['다른 봇의 저장소임'],
        fix: [
          'STORE_PREFIX를 다른 단어로 바꾸거나 다른 저장소를 쓰세요. 트레이더 Redis를 옮겼다면: docs/operating.md, “A store of its own”.',
        ],
      };
  }
};

export const eviction: typeof en.eviction = (finding) =>
  finding.is === 'none'
    ? ok(line`TTL 없는 키는 제거되지 않음 (maxmemory-policy ${literal(finding.policy ?? '')})`)
    : {
        what: line`메모리가 차면 Redis가 아무 키나 제거할 수 있음 (maxmemory-policy ${literal(finding.policy ?? '')})`,
        fix: [
          'maxmemory-policy를 noeviction이나 volatile-lru로 바꾸거나, STORE_REDIS_URL로 봇 전용 저장소를 두세요.',
        ],
      };

export const persistence: typeof en.persistence = (finding) => {
  switch (finding.is) {
    case 'on':
      return ok(['Redis가 봇의 기록을 디스크에 저장함']);
    case 'unknown':
      return ok(['Redis의 마지막 디스크 저장은 성공. 주기적으로 저장하는지는 조회 권한이 없어 알 수 없음']);
    case 'off':
      return {
        what: ['Redis가 디스크에 저장하지 않음: 재시작하면 확인 기록과 전송 대기 메시지가 사라짐'],
        fix: ['Redis 설정에 appendonly yes 또는 save를 넣으세요.'],
      };
    case 'last_save_failed':
      return {
        what: ['Redis의 마지막 디스크 저장 실패: 언제든 쓰기를 거부할 수 있음'],
        fix: ['Redis 서버의 디스크와 저장 실패 로그를 점검하세요.'],
      };
  }
};

export const traders: typeof en.traders = (finding) => {
  switch (finding.is) {
    case 'seen':
      return ok(
        finding.wroteAt === null
          ? line`트레이더 ${literal(finding.target)}: 키 있음, 마지막 쓰기 시각 보고 없음`
          : line`트레이더 ${literal(finding.target)}: 마지막 쓰기 ${time(finding.wroteAt)}`,
      );
    case 'none':
      return {
        what: line`트레이더 키가 하나도 없음 (접두사 ${listed(finding.prefixes)})`,
        fix: [
          'REDIS_URL과 DB 번호가 트레이더가 쓰는 Redis인지, STATE_KEY_PREFIX가 트레이더 쪽과 같은지 점검하세요.',
        ],
      };
    case 'missing':
      return {
        what: line`설정 파일의 트레이더 ${literal(finding.target)}: 키 없음`,
        fix: ['트레이더를 시작하거나, targets의 이름을 트레이더의 mode와 env에 맞게 고치세요.'],
      };
  }
};
