import { z } from 'zod';

/** A request that got no answer. */
export class NetworkError extends Error {
  constructor(
    detail: string,
    /** False when it cannot have left: there was no address, no connection, or no trust in the other end. */
    readonly requestSent: boolean,
  ) {
    super(detail);
    this.name = 'NoAnswer';
  }
}

/** fetch, failing with NoAnswer alone. */
export const fetchOrNetworkError: typeof fetch = async (input, init) => {
  try {
    return await fetch(input, init);
  } catch (error) {
    throw toNetworkError(error);
  }
};

const part = z.looseObject({ code: z.string().catch(''), syscall: z.string().catch('') });
const shape = z.looseObject({
  name: z.string().catch(''),
  message: z.string().catch(''),
  // The socket's error; and of a name with several addresses one for each in its `errors`.
  cause: z
    .looseObject({ ...part.shape, errors: z.array(part).catch([]) })
    .optional()
    .catch(undefined),
});

/** Read by its shape: fetch's errors are of a realm of their own under some runners. */
function toNetworkError(error: unknown): NetworkError {
  const { name, message, cause } = shape
    .catch({ name: '', message: String(error) })
    .parse({ ...ownFields(error) });
  if (name === 'TimeoutError') return new NetworkError('no answer in time', true);
  const { code, syscall } = cause?.errors[0] ?? cause ?? { code: '', syscall: '' };
  return new NetworkError(code || message, !failedBeforeSend(code, syscall));
}

const ownFields = (error: unknown): object => {
  if (typeof error !== 'object' || error === null) return { message: String(error) };
  const { name, message, cause } = error as { name?: unknown; message?: unknown; cause?: unknown };
  return { name, message, cause };
};

const failedBeforeSend = (code: string, syscall: string): boolean =>
  syscall === 'connect' ||
  syscall === 'getaddrinfo' ||
  code === 'UND_ERR_CONNECT_TIMEOUT' ||
  /^(ERR_TLS|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/.test(code);
