/** One message of the Phoenix protocol, in whichever form it travelled. */
export type Frame = {
  readonly joinRef: string | null;
  readonly ref: string | null;
  readonly topic: string;
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

/** 1.0.0 sends objects, 2.0.0 arrays, and a client's own broadcasts as bytes. */
export type ProtocolVersion = '1.0.0' | '2.0.0';

const USER_BROADCAST_PUSH = 3;
const JSON_ENCODING = 1;

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** Undefined for what is no frame: such a message is dropped, never answered in kind. */
export function decodeFrame(data: Buffer, isBinary: boolean): Frame | undefined {
  try {
    return isBinary ? decodeBroadcast(data) : decodeText(data.toString('utf8'));
  } catch {
    return undefined;
  }
}

function decodeText(message: string): Frame | undefined {
  const value: unknown = JSON.parse(message);
  const parts = Array.isArray(value)
    ? { joinRef: value[0], ref: value[1], topic: value[2], event: value[3], payload: value[4] }
    : { joinRef: record(value)['join_ref'], ...record(value) };
  const { joinRef, ref, topic, event, payload } = parts as Record<string, unknown>;
  if (typeof topic !== 'string' || typeof event !== 'string') return undefined;
  return { joinRef: text(joinRef), ref: text(ref), topic, event, payload: record(payload) };
}

/** kind, five lengths, encoding, then join_ref, ref, topic, event, metadata and the payload. */
function decodeBroadcast(data: Buffer): Frame | undefined {
  if (data.length < 7 || data[0] !== USER_BROADCAST_PUSH || data[6] !== JSON_ENCODING) return undefined;
  let offset = 7;
  const part = (index: number): string => {
    const length = data[index] ?? 0;
    offset += length;
    return data.toString('utf8', offset - length, offset);
  };
  const joinRef = part(1);
  const ref = part(2);
  const topic = part(3);
  const event = part(4);
  part(5);
  const payload: unknown = JSON.parse(data.toString('utf8', offset));
  return {
    joinRef: joinRef || null,
    ref: ref || null,
    topic,
    event: 'broadcast',
    payload: { type: 'broadcast', event, payload },
  };
}

export function encodeFrame(frame: Frame, version: ProtocolVersion): string {
  const { joinRef, ref, topic, event, payload } = frame;
  return version === '1.0.0'
    ? JSON.stringify({ topic, event, payload, ref, join_ref: joinRef })
    : JSON.stringify([joinRef, ref, topic, event, payload]);
}
