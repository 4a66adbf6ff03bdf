/** The messages of a client under SCRAM (RFC 5802 section 7): from text to their parts, or undefined. */

export interface ClientFirst {
  /** `n,,`: no channel binding. The final message repeats it. */
  readonly gs2Header: string;
  /** What is signed. */
  readonly bare: string;
  readonly userName: string;
  readonly nonce: string;
}

export interface ClientFinal {
  readonly channelBinding: string;
  readonly nonce: string;
  readonly proof: Buffer;
  /** What is signed. */
  readonly withoutProof: string;
}

/** None of them is anywhere near as long. */
const MESSAGE_BYTES_MAXIMUM = 4_096;
/** `y`: the client could bind channels and believes that we cannot, which is so. */
const CLIENT_FIRST = /^([ny],(?:a=([^,]+))?,)(n=([^,]+),r=([\x21-\x2b\x2d-\x7e]+)(?:,.*)?)$/s;
/** `p` comes last; extensions that we do not know may stand before it. */
const CLIENT_FINAL =
  /^(c=([A-Za-z0-9+/=]+),r=([\x21-\x2b\x2d-\x7e]+)(?:,[^,]+)*),p=([A-Za-z0-9+/]+={0,2})$/;
const PROOF_BYTES = 32;

export function parseClientFirst(data: Uint8Array | undefined): ClientFirst | undefined {
  const [, gs2Header, authorizationId, bare, name, nonce] = CLIENT_FIRST.exec(textOf(data)) ?? [];
  const userName = unescapeName(name ?? '');
  if (gs2Header === undefined || bare === undefined || nonce === undefined) return undefined;
  if (userName === undefined) return undefined;
  // To act as somebody else is not offered.
  if (authorizationId !== undefined && unescapeName(authorizationId) !== userName) return undefined;
  return { gs2Header, bare, userName, nonce };
}

export function parseClientFinal(data: Uint8Array | undefined): ClientFinal | undefined {
  const [, withoutProof, channelBinding, nonce, proof64] = CLIENT_FINAL.exec(textOf(data)) ?? [];
  if (withoutProof === undefined || channelBinding === undefined) return undefined;
  if (nonce === undefined || proof64 === undefined) return undefined;
  const proof = Buffer.from(proof64, 'base64');
  return proof.length === PROOF_BYTES ? { channelBinding, nonce, proof, withoutProof } : undefined;
}

/** Empty for what is no text, or too long. */
function textOf(data: Uint8Array | undefined): string {
  if (data === undefined || data.length > MESSAGE_BYTES_MAXIMUM) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return '';
  }
}

/** `=2C` is a comma and `=3D` an equals sign; any other `=` is an error. */
function unescapeName(name: string): string | undefined {
  if (/=(?!2C|3D)/.test(name)) return undefined;
  return name.replaceAll('=2C', ',').replaceAll('=3D', '=');
}
