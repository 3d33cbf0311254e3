import type { WebSocket } from 'ws';
import type { ApiRole, Caller, Identify } from '../caller.ts';
import type { Claims, Tokens } from '../tokens.ts';
import type { ChannelPermission } from './channel-permission.ts';
import { decodeFrame, encodeFrame } from './frames.ts';
import type { Frame, ProtocolVersion } from './frames.ts';

export type Broadcast = {
  readonly topic: string;
  readonly event: string;
  readonly payload: unknown;
  readonly id: string;
};

export type SessionServices = {
  readonly identify: Identify;
  readonly tokens: Tokens;
  readonly now: () => number;
  readonly permission: (caller: Caller, topic: string) => Promise<ChannelPermission>;
  /** A permitted broadcast of this client, for everybody else on the topic. */
  readonly publish: (from: SocketSession, broadcast: Broadcast) => void;
};

type Channel = {
  readonly joinRef: string | null;
  caller: Caller;
  permission: ChannelPermission;
  checkedAt: number;
  readonly ack: boolean;
  readonly self: boolean;
};

const PREFIX = 'realtime:';
const MAX_CHANNELS = 100;
const MAX_TOPIC = 255;
/** A client that sends nothing for this long, not even a heartbeat, is gone. */
const SILENCE_MS = 90_000;
/** A removed member hears nothing after at most this. */
const RECHECK_MS = 60_000;
/** A reader this far behind is cut off: it reconnects and pulls. */
const MAX_BUFFERED_BYTES = 1024 * 1024;

type Payload = Readonly<Record<string, unknown>>;
const asRecord = (value: unknown): Payload =>
  typeof value === 'object' && value !== null ? (value as Payload) : {};

/** One WebSocket: its channels, each with the caller it was joined for. */
export class SocketSession {
  readonly #socket: WebSocket;
  readonly #version: ProtocolVersion;
  readonly #services: SessionServices;
  readonly #keyRole: ApiRole;
  readonly #channels = new Map<string, Channel>();
  #lastHeard: number;
  /** Frames are handled one after the other: a leave must not overtake its join. */
  #queue: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, version: ProtocolVersion, keyRole: ApiRole, services: SessionServices) {
    this.#socket = socket;
    this.#version = version;
    this.#keyRole = keyRole;
    this.#services = services;
    this.#lastHeard = services.now();
  }

  receive(data: Buffer, isBinary: boolean): void {
    this.#lastHeard = this.#services.now();
    const frame = decodeFrame(data, isBinary);
    if (!frame) return;
    if (frame.topic === 'phoenix') {
      if (frame.event === 'heartbeat') this.#reply(frame, 'ok', {});
      return;
    }
    if (!frame.topic.startsWith(PREFIX) || frame.topic.length > MAX_TOPIC) return;
    this.#queue = this.#queue
      .then(() => this.#handle(frame))
      .catch(() => this.#reply(frame, 'error', { reason: 'Unavailable: try again' }));
  }

  /** Hands a broadcast of the topic to this client, if it has joined it and may read it. */
  deliver(broadcast: Broadcast): void {
    const channel = this.#channels.get(broadcast.topic);
    if (!channel?.permission.read) return;
    const { event, payload, id } = broadcast;
    this.#send({
      joinRef: null,
      ref: null,
      topic: PREFIX + broadcast.topic,
      event: 'broadcast',
      payload: { type: 'broadcast', event, payload, meta: { id } },
    });
  }

  /** Ends what has run out: silent sockets, channels of expired tokens or of people who lost the right. */
  async sweep(): Promise<void> {
    const now = this.#services.now();
    if (now - this.#lastHeard > SILENCE_MS) {
      this.#socket.terminate();
      return;
    }
    for (const [topic, channel] of this.#channels) {
      const { exp } = channel.caller.claims;
      if (exp !== undefined && exp * 1000 <= now) {
        this.#expel(topic, channel, 'Token has expired');
      } else if (now - channel.checkedAt > RECHECK_MS) {
        channel.checkedAt = now;
        const permission = await this.#services.permission(channel.caller, topic);
        channel.permission = permission;
        if (!permission.read) this.#expel(topic, channel, this.#unauthorised(topic));
      }
    }
  }

  async #handle(frame: Frame): Promise<void> {
    const topic = frame.topic.slice(PREFIX.length);
    switch (frame.event) {
      case 'phx_join':
        return this.#join(frame, topic);
      case 'phx_leave':
        this.#channels.delete(topic);
        this.#reply(frame, 'ok', {});
        return this.#send({
          joinRef: frame.joinRef,
          ref: null,
          topic: frame.topic,
          event: 'phx_close',
          payload: {},
        });
      case 'access_token':
        return this.#changeToken(frame, topic);
      case 'broadcast':
        return this.#broadcast(frame, topic);
      default:
        // Presence and the like: accepted and without effect.
        return this.#channels.has(topic) ? this.#reply(frame, 'ok', {}) : undefined;
    }
  }

  async #join(frame: Frame, topic: string): Promise<void> {
    const config = asRecord(frame.payload['config']);
    const refuse = (reason: string): void => this.#reply(frame, 'error', { reason });
    if (config['private'] !== true) return refuse('PrivateOnly: This project only allows private channels');
    const changes = config['postgres_changes'];
    if (Array.isArray(changes) && changes.length > 0)
      return refuse('InvalidConfig: postgres_changes are not offered here');
    if (this.#channels.size >= MAX_CHANNELS && !this.#channels.has(topic))
      return refuse('ChannelRateLimitReached: Too many channels');

    let caller: Caller;
    try {
      caller = await this.#caller(frame.payload['access_token']);
    } catch (error) {
      return refuse(`InvalidJWTToken: ${error instanceof Error ? error.message : 'not valid'}`);
    }
    const permission = await this.#services.permission(caller, topic);
    if (!permission.read) return refuse(this.#unauthorised(topic));
    const broadcast = asRecord(config['broadcast']);
    this.#channels.set(topic, {
      joinRef: frame.joinRef,
      caller,
      permission,
      checkedAt: this.#services.now(),
      ack: broadcast['ack'] === true,
      self: broadcast['self'] === true,
    });
    this.#reply(frame, 'ok', { postgres_changes: [] });
  }

  /** A renewed token is checked like a join; no reply, as the protocol has none. */
  async #changeToken(frame: Frame, topic: string): Promise<void> {
    const channel = this.#channels.get(topic);
    if (!channel) return;
    try {
      channel.caller = await this.#caller(frame.payload['access_token']);
    } catch (error) {
      return this.#expel(topic, channel, error instanceof Error ? error.message : 'invalid token');
    }
    channel.permission = await this.#services.permission(channel.caller, topic);
    channel.checkedAt = this.#services.now();
    if (!channel.permission.read) this.#expel(topic, channel, this.#unauthorised(topic));
  }

  #broadcast(frame: Frame, topic: string): void {
    const channel = this.#channels.get(topic);
    if (!channel) return;
    if (!channel.permission.write) {
      if (channel.ack)
        this.#reply(frame, 'error', {
          reason: `Unauthorized: You do not have permissions to write to this Channel topic: ${topic}`,
        });
      return;
    }
    const event = frame.payload['event'];
    if (typeof event === 'string') {
      const message: Broadcast = {
        topic,
        event,
        payload: frame.payload['payload'] ?? {},
        id: crypto.randomUUID(),
      };
      this.#services.publish(this, message);
      if (channel.self) this.deliver(message);
    }
    if (channel.ack) this.#reply(frame, 'ok', {});
  }

  async #caller(token: unknown): Promise<Caller> {
    // Without a session the client sends the key that it connected with.
    if (typeof token !== 'string' || token === '' || token.startsWith('sb_')) {
      const role =
        typeof token === 'string' && token !== '' ? this.#services.identify.key(token) : this.#keyRole;
      const claims: Claims = { role };
      return { role, claims };
    }
    const claims = await this.#services.tokens.verify(token);
    return { role: 'authenticated', claims: { ...claims, role: 'authenticated' } };
  }

  #unauthorised(topic: string): string {
    return `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`;
  }

  #expel(topic: string, channel: Channel, message: string): void {
    this.#channels.delete(topic);
    const frame = { joinRef: channel.joinRef, ref: null, topic: PREFIX + topic };
    this.#send({
      ...frame,
      event: 'system',
      payload: { extension: 'system', status: 'error', message, channel: topic },
    });
    this.#send({ ...frame, event: 'phx_close', payload: {} });
  }

  #reply(frame: Frame, status: 'ok' | 'error', response: Payload): void {
    this.#send({
      joinRef: frame.joinRef,
      ref: frame.ref,
      topic: frame.topic,
      event: 'phx_reply',
      payload: { status, response },
    });
  }

  #send(frame: Frame): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.#socket.terminate();
      return;
    }
    this.#socket.send(encodeFrame(frame, this.#version));
  }
}
