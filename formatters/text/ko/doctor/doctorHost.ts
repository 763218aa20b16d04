import { line, literal, time } from '../../../blockKit/blocks';
import { ok } from '../../en/doctor/doctorFinding';
import type * as en from '../../en/doctor/doctorHost';

/* What doctor says of this machine, and of the way from it to others. */

export const operators: typeof en.operators = (finding) =>
  finding.is === 'named'
    ? ok(['OPERATORS 설정됨: 음소거와 호출이 가능한 사람 있음'])
    : {
        what: ['OPERATORS 미설정: 음소거, 1시간 넘는 스누즈, 호출을 아무도 할 수 없음'],
        fix: ['사용자(U…), 사용자 그룹(S…), 채널(C…) ID를 넣으세요.'],
      };

export const zone: typeof en.zone = (finding) =>
  ok(
    line`시간대 ${literal(finding.zone)}${finding.is === 'default' ? ' (TIMEZONE 미설정, 기본값)' : ''}: 현재 ${time(finding.now)}`,
  );

export const currency: typeof en.currency = (finding) => {
  switch (finding.is) {
    case 'set':
      return ok(line`잔고 통화 ${literal(finding.currency)} (CURRENCY)`);
    case 'by_target':
      return ok(
        line`잔고 통화는 타깃별: ${literal(finding.targets)}; 나머지는 ${finding.currency === null ? '단위 없음' : literal(finding.currency)}`,
      );
    case 'not_set':
      return ok(['잔고를 단위 없이 표시: CURRENCY 미설정']);
  }
};

export const port: typeof en.port = (finding) => {
  switch (finding.is) {
    case 'free':
      return ok(line`포트 ${String(finding.port)} 사용 가능`);
    case 'own_bot':
      return ok(line`포트 ${String(finding.port)}: arbwatch 실행 중`);
    case 'taken':
      return {
        what: line`포트 ${String(finding.port)} (${literal(finding.host)}) 열기 실패: ${literal(finding.code)}`,
        fix: [
          `다른 포트를 ${finding.setting} 값에 넣거나, 이 서버의 주소를 ${finding.setting === 'PORT' ? 'HOST' : 'METRICS_HOST'} 값에 넣으세요.`,
        ],
      };
  }
};

const TLS_CODE = /CERT|SIGNED|SIGNATURE|ALTNAME|ISSUER|SSL/;

const reachFix = (code: string): string =>
  TLS_CODE.test(code)
    ? '신뢰할 수 없는 인증서입니다. 사설 인증 기관이면 시작 전에 NODE_EXTRA_CA_CERTS를 설정하세요.'
    : '주소와 이 서버의 접속 경로(DNS, 방화벽, 프록시)를 점검하세요.';

export const deadman: typeof en.deadman = (finding) => {
  switch (finding.is) {
    case 'not_set':
      return ok(['DEADMAN_PING_URL 미설정: 봇 자체가 멈추면 알려 줄 곳이 없음']);
    case 'reachable':
      return ok(line`DEADMAN_PING_URL 서버 ${literal(finding.host)} 접속 가능 (핑은 보내지 않음)`);
    case 'by_proxy':
      return ok(line`DEADMAN_PING_URL 서버 ${literal(finding.host)}: 프록시 경유라 시험하지 않음`);
    case 'page':
      return {
        what: line`DEADMAN_PING_URL이 핑 주소가 아니라 ${literal(finding.host)} 체크 페이지 주소`,
        fix: ['그 페이지에서 핑 URL을 복사하세요. https://hc-ping.com/ 으로 시작합니다.'],
      };
    case 'unreachable':
      return {
        what: line`DEADMAN_PING_URL 서버 ${literal(finding.host)} 접속 실패: ${literal(finding.code)}`,
        fix: [reachFix(finding.code)],
      };
  }
};

export const webhook: typeof en.webhook = (finding) => {
  const whose = line`웹훅 ${literal(finding.name)} 서버 ${literal(finding.host)}`;
  switch (finding.is) {
    case 'reachable':
      return ok(line`${whose} 접속 가능 (아무것도 보내지 않음)`);
    case 'by_proxy':
      return ok(line`${whose}: 프록시 경유라 시험하지 않음`);
    case 'unreachable':
      return { what: line`${whose} 접속 실패: ${literal(finding.code)}`, fix: [reachFix(finding.code)] };
  }
};

export const history: typeof en.history = (finding) => {
  switch (finding.is) {
    case 'off':
      return ok(['체크 이력을 저장하지 않음 (HISTORY_FILE)']);
    case 'memory':
      return ok(['체크 이력을 메모리에만 저장, 프로세스가 끝나면 사라짐 (HISTORY_FILE)']);
    case 'writable':
      return ok(line`체크 이력 저장 가능: ${literal(finding.path)}`);
    case 'not_writable':
      return {
        what: line`체크 이력 저장 불가: ${literal(finding.path)} (${literal(finding.code)}). 프로세스가 끝나면 사라짐`,
        fix: ['봇이 쓸 수 있는 파일을 HISTORY_FILE에 넣으세요. 컨테이너라면 볼륨에 두세요.'],
      };
    case 'little_space':
      return {
        what: line`체크 이력 파일 ${literal(finding.path)} 디스크 여유 ${String(finding.freeMb)} MB뿐`,
        fix: ['공간을 확보하거나 HISTORY_FILE을 다른 디스크로 옮기세요.'],
      };
  }
};

export const proxy: typeof en.proxy = (finding) =>
  finding.is === 'used'
    ? ok(line`Slack과 웹훅에 프록시 ${literal(finding.variable)} 사용`)
    : {
        what: line`${literal(finding.variable)} 설정이 있지만 Node가 쓰지 않음`,
        fix: ['프록시로만 Slack에 접속할 수 있다면 Node 24에서 NODE_USE_ENV_PROXY=1로 실행하세요.'],
      };

export const authority: typeof en.authority = (finding) => {
  const file = literal(finding.path);
  switch (finding.is) {
    case 'loaded':
      return ok(line`인증 기관 인증서 ${file} 신뢰함 (NODE_EXTRA_CA_CERTS)`);
    case 'unreadable':
      return {
        what: line`NODE_EXTRA_CA_CERTS 파일 ${file} 읽기 실패: Node는 무시하고 계속 실행`,
        fix: ['경로와 권한을 점검하세요. 컨테이너라면 파일을 마운트하세요.'],
      };
    case 'no_certificate':
      return {
        what: line`NODE_EXTRA_CA_CERTS 파일 ${file} 안에 인증서 없음`,
        fix: ['인증 기관 인증서를 PEM 텍스트로 넣으세요: -----BEGIN CERTIFICATE-----.'],
      };
  }
};

export const node: typeof en.node = (finding) =>
  finding.is === 'supported'
    ? ok(line`Node ${literal(finding.version)} 지원됨`)
    : {
        what: line`Node ${literal(finding.version)} 버전이 너무 낮음`,
        fix: ['Node 20.19 이상을 설치하세요.'],
      };
