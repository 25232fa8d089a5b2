import { encodeBinary } from '../wire/binary-encode.ts';
import { PROTOCOL_VERSION } from '../wire/binary-layout.ts';
import { encodeJson } from '../wire/json.ts';
import type { JsonMessage, Welcome } from '../wire/json-messages.ts';
import type { Drive, Ping, Pong, Stop } from '../wire/messages.ts';
import { Backoff } from './backoff.ts';
import type { Link, LinkEvents, Offered } from './channel.ts';
import { Counters } from './counters.ts';
import { Heartbeat, PING_DRIVING_MS } from './heartbeat.ts';
import type { FromNode } from './inbox.ts';
import { Inbox } from './inbox.ts';
import type { EndWhy, LinkState, RetryWhy } from './link-state.ts';
import { endOfClose } from './link-state.ts';
import type { Cancel, Clock, OpenSocket, Random, Socket, SocketEvents, Timers } from './ports.ts';
import type { RestResult } from './rest.ts';

const SUBPROTOCOL = 'havatar.1';
/** Above this, setpoints are dropped: what waits in the page would only arrive old. About 70 of them. */
const MAX_BUFFERED_BYTES = 2048;
/** From asking for a ticket to `welcome`. */
const CONNECT_LIMIT_MS = 3000;
/** A connection that lasted this long was a good one. */
const GOOD_AFTER_MS = 1000;
const ADMIN_LOCK = 'admin_lock';

export interface LinkOptions extends LinkEvents {
  /** Origin of the relay; empty: this page's own. */
  readonly relay: string;
  /** Another connection of this instance is ready: asked when this one greets its node. */
  readonly isStandby: () => boolean;
  readonly instance: string;
  readonly software: string;
  /** The instance of the page load before a reload. */
  readonly resumes: string | undefined;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly openSocket: OpenSocket;
  /** A fresh one-time ticket. */
  readonly ticket: () => Promise<RestResult<string>>;
}

interface Connection {
  readonly socket: Socket;
  readonly heartbeat: Heartbeat;
  readyAtMs: number | undefined;
}

/** One client's connection to the relay: dials, greets, keeps alive and dials again. Nothing is queued while it is down. */
export class RelayLink implements Link {
  readonly counters = new Counters();
  private readonly options: LinkOptions;
  private readonly backoff: Backoff;
  private readonly inbox: Inbox;
  private connection: Connection | undefined;
  private current: LinkState = { name: 'connecting' };
  private driving = false;
  /** Raised with every dial, so that what belongs to an earlier one is ignored. */
  private attempt = 0;
  private dialledAtMs = 0;
  /** Set by `going_away`: not to be dialled again before. */
  private notBeforeMs: number | undefined;
  private cancelTick: Cancel | undefined;
  private cancelRetry: Cancel | undefined;

  constructor(options: LinkOptions) {
    this.options = options;
    this.backoff = new Backoff(options.random);
    this.inbox = new Inbox(this.counters);
  }

  get state(): LinkState {
    return this.current;
  }

  open(): void {
    this.cancelTick ??= this.options.timers.every(PING_DRIVING_MS, () => this.tick());
    this.dial();
  }

  close(why: EndWhy = 'left'): void {
    this.attempt += 1;
    this.cancelTick?.();
    this.cancelRetry?.();
    this.cancelTick = undefined;
    this.cancelRetry = undefined;
    this.hangUp();
    this.enter({ name: 'ended', why });
  }

  setDriving(driving: boolean): void {
    this.driving = driving;
  }

  offer(drive: Drive): Offered {
    const { connection } = this;
    if (connection?.readyAtMs === undefined) return 'closed';
    if (connection.socket.bufferedBytes > MAX_BUFFERED_BYTES) {
      this.counters.add('link_full');
      return 'link_full';
    }
    connection.socket.send(encodeBinary(drive));
    return 'sent';
  }

  sendStop(stop: Stop): boolean {
    if (this.connection?.readyAtMs === undefined) return false;
    this.connection.socket.send(encodeBinary(stop));
    return true;
  }

  sendEvent(message: JsonMessage): boolean {
    if (this.connection?.readyAtMs === undefined) return false;
    this.connection.socket.send(encodeJson(message));
    return true;
  }

  private dial(): void {
    const attempt = (this.attempt += 1);
    this.dialledAtMs = this.now();
    this.notBeforeMs = undefined;
    this.enter({ name: 'connecting' });
    void this.options.ticket().then((result) => {
      if (attempt !== this.attempt) return;
      if (result.ok) this.connect(attempt, result.value);
      else if (result.why === 'denied') this.close('login');
      else if (result.why === 'not_permitted') this.close('not_permitted');
      else this.retry(result.why === 'refused' ? 'unavailable' : result.why);
    });
  }

  private connect(attempt: number, ticket: string): void {
    const { relay, instance, openSocket } = this.options;
    const ifCurrent = (run: () => void): void => {
      if (attempt === this.attempt) run();
    };
    const events: SocketEvents = {
      onOpen: () => ifCurrent(() => this.greet()),
      onText: (text) => ifCurrent(() => this.receive(this.inbox.fromText(text))),
      onBytes: (bytes) => ifCurrent(() => this.receive(this.inbox.fromBytes(bytes))),
      onClose: (code) => ifCurrent(() => this.closed(code)),
    };
    const path = `${relay}/ws/client/${instance}?ticket=${encodeURIComponent(ticket)}`;
    const socket = openSocket(path, SUBPROTOCOL, events);
    this.connection = { socket, heartbeat: new Heartbeat(this.now()), readyAtMs: undefined };
  }

  private greet(): void {
    const { instance, software, resumes, isStandby } = this.options;
    const hello: JsonMessage = {
      type: 'hello',
      versions: [PROTOCOL_VERSION],
      features: [ADMIN_LOCK],
      instance,
      software,
      ...(resumes === undefined ? {} : { resumes }),
      ...(isStandby() ? { standby: true } : {}),
    };
    this.connection?.socket.send(encodeJson(hello));
  }

  private receive(message: FromNode | undefined): void {
    const { connection } = this;
    if (connection === undefined) return;
    if (message === undefined) {
      const answer = this.inbox.answer(this.now());
      if (answer !== undefined && connection.readyAtMs !== undefined)
        connection.socket.send(encodeJson(answer));
      return;
    }
    switch (message.type) {
      case 'ping':
        this.sendHeartbeat(connection, { ...message, type: 'pong', stampValid: false, stamp: 0 });
        return;
      case 'pong': {
        const roundTripMs = connection.heartbeat.onPong(message, this.now());
        if (roundTripMs !== undefined) this.options.onRoundTrip(roundTripMs);
        this.options.onMessage(message);
        return;
      }
      case 'welcome':
        this.welcomed(connection, message);
        return;
      case 'going_away':
        this.notBeforeMs = this.now() + message.retry_ms * (1 + this.options.random());
        this.options.onLeaving();
        return;
      case 'error':
        if (message.code === 'version_unsupported') this.close('version');
        else this.options.onMessage(message);
        return;
      case 'ack':
      case 'beacon':
      case 'stopped':
      case 'robots':
      case 'robot_selected':
      case 'lease':
      case 'lease_requested':
      case 'watchers':
      case 'stop_pressed':
      case 'session_ends':
      case 'refused':
        this.options.onMessage(message);
        return;
      default:
        message satisfies never;
    }
  }

  private welcomed(connection: Connection, welcome: Welcome): void {
    if (welcome.version !== PROTOCOL_VERSION) {
      this.close('version');
    } else if (welcome.holder === undefined) {
      this.counters.add('missing_field');
      this.retry('unavailable');
    } else {
      connection.readyAtMs = this.now();
      const { features, holder, node } = welcome;
      this.enter({ name: 'ready', holder, node, mayLock: features.includes(ADMIN_LOCK) });
    }
  }

  private tick(): void {
    const nowMs = this.now();
    const { connection } = this;
    if (this.current.name === 'connecting' && nowMs - this.dialledAtMs > CONNECT_LIMIT_MS) {
      this.retry('unreachable');
      return;
    }
    if (connection?.readyAtMs === undefined) return;
    if (this.notBeforeMs !== undefined && nowMs >= this.notBeforeMs) {
      this.retry('going_away');
      return;
    }
    const due = connection.heartbeat.tick(nowMs, this.driving);
    if (due === 'dead') this.retry('dead');
    else if (due !== undefined) this.sendHeartbeat(connection, due);
  }

  private sendHeartbeat(connection: Connection, message: Ping | Pong): void {
    if (connection.socket.bufferedBytes <= MAX_BUFFERED_BYTES) connection.socket.send(encodeBinary(message));
    else this.counters.add('link_full');
  }

  private closed(code: number): void {
    const end = endOfClose(code);
    if (end !== undefined) this.close(end);
    else if (this.notBeforeMs !== undefined) this.retry('going_away');
    else this.retry(this.connection?.readyAtMs === undefined ? 'unreachable' : 'lost');
  }

  private retry(why: RetryWhy): void {
    const nowMs = this.now();
    const attempt = (this.attempt += 1);
    const readyAtMs = this.connection?.readyAtMs;
    if (readyAtMs !== undefined && nowMs - readyAtMs >= GOOD_AFTER_MS) this.backoff.reset();
    this.hangUp();
    const delayMs =
      this.notBeforeMs === undefined ? this.backoff.nextMs() : Math.max(0, this.notBeforeMs - nowMs);
    this.cancelRetry?.();
    this.cancelRetry = this.options.timers.after(delayMs, () => {
      if (attempt === this.attempt) this.dial();
    });
    this.enter({ name: 'waiting', why });
  }

  private hangUp(): void {
    this.connection?.socket.close();
    this.connection = undefined;
  }

  private enter(state: LinkState): void {
    this.current = state;
    this.options.onState(state);
  }

  private now(): number {
    return this.options.clock.nowMs();
  }
}
