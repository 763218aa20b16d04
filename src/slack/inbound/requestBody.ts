import type { IncomingMessage } from 'node:http';
import { type BufferedIncomingMessage, HTTPModuleFunctions } from '@slack/bolt';
import { BODY_LIMIT_BYTES, type Rejection } from './requestVerification';

/**
 * Reads the body, which Bolt then finds read. Resolves to why it is refused, whoever signed it: it is too long, ends too
 * soon, or is JSON's `null`, on which Bolt 5.1 fails unheard and leaves the request without an answer. Null where Bolt
 * may have it.
 */
export async function verifyBody(request: IncomingMessage): Promise<Rejection | null> {
  const body = await HTTPModuleFunctions.bufferIncomingMessage(request, BODY_LIMIT_BYTES).catch(bodyError);
  if ('status' in body) return body;
  return isEmptyBody(body) ? { status: 400, reason: 'there is nothing in it' } : null;
}

const bodyError = (error: unknown): Rejection =>
  HTTPModuleFunctions.isRawBodyError(error) && error.statusCode === 413
    ? { status: 413, reason: 'it is longer than any of Slack' }
    : { status: 400, reason: 'it could not be read to its end' };

function isEmptyBody(body: BufferedIncomingMessage): boolean {
  try {
    return HTTPModuleFunctions.parseHTTPRequestBody(body) === null;
  } catch {
    // Bolt refuses what it cannot parse.
    return false;
  }
}
