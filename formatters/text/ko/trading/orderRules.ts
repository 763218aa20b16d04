import type { Details } from '../../../../src/alerting/rules/details';
import { joined, type Line, line, literal, time } from '../../../blockKit/blocks';
import { instantIn, numberIn, textIn } from '../../details';
import type { orderRules as en } from '../../en/trading/orderRules';
import { count, number } from '../../numbers';
import { counted } from '../units';

/** In characters. */
const MAX_NAME = 40;

/** `부분 체결: upbit KRW-BTC sell (0.4/1), 09:41`; what is not reported is said to be so. */
function order(details: Details, n: number): Line | null {
  const status = textIn(details, `status${n}`);
  if (status === null) return null;
  const name = (what: string): Line | null => {
    const text = textIn(details, `${what}${n}`);
    return text === null ? null : [literal(text, MAX_NAME)];
  };
  const [filled, quantity] = [numberIn(details, `filled${n}`), numberIn(details, `quantity${n}`)];
  const at = instantIn(details, `at${n}`);
  const id = name('id');
  const alike = numberIn(details, `count${n}`) ?? 1;
  const isAll = ['side', 'symbol', 'exchange'].every((what) => name(what) !== null);
  const howMuch =
    filled === null
      ? '체결 수량 보고 없음'
      : `${number(filled)}${quantity === null ? '' : `/${number(quantity)}`}`;
  return joined([
    status === 'rejected' ? '거부: ' : '부분 체결: ',
    name('exchange') ?? '거래소 보고 없음,',
    line` ${name('symbol') ?? '종목 보고 없음,'}`,
    line` ${name('side') ?? '방향 보고 없음'}`,
    alike > 1 ? ` 주문 ${count(alike)}건` : null,
    status === 'rejected' || alike > 1 ? null : ` (${howMuch})`,
    at && line`, ${alike > 1 ? '첫 주문 ' : ''}${time(at)}`,
    isAll || id === null ? null : line`, 주문 번호 ${id}`,
  ]);
}

const NAMED = [1, 2, 3, 4, 5];

const orderProblem: typeof en.order_problem = (details) => {
  const rejected = numberIn(details, 'rejected') ?? 0;
  const partial = numberIn(details, 'partial') ?? 0;
  const orders = NAMED.flatMap((n) => {
    const text = order(details, n);
    return text === null ? [] : [text];
  });
  const named = NAMED.reduce((all, n) => all + (numberIn(details, `count${n}`) ?? 0), 0);
  const more = rejected + partial - named;
  const isOne = rejected + partial === 1;
  const counts = [
    ...(rejected > 0 ? [counted('거부', rejected, '건')] : []),
    ...(partial > 0 ? [counted('부분 체결', partial, '건')] : []),
  ].join(', ');
  return {
    title: isOne
      ? rejected > 0
        ? '주문 거부'
        : '주문 부분 체결'
      : `주문 ${counts || '거부 또는 부분 체결'}`,
    text: joined([
      isOne ? null : `${counted('문제 주문', rejected + partial, '건')}: `,
      ...orders.flatMap((each, i) => (i === 0 ? [each] : ['; ', each])),
      isOne && orders.length === 0 ? '주문 내용 보고 없음' : null,
      more > 0 && orders.length > 0 ? ` 외 ${count(more)}건` : null,
    ]),
  };
};

/** What the rules about orders find. */
export const orderRules: typeof en = { order_problem: orderProblem };
