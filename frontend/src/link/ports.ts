/** What the layers below `view` need from the browser. `src/adapters` supplies it, the tests supply fakes. */

/** Monotonic milliseconds that also count the time a machine was suspended. */
export interface Clock {
  nowMs(): number;
}

export type Cancel = () => void;

export interface Timers {
  every(periodMs: number, run: () => void): Cancel;
  after(delayMs: number, run: () => void): Cancel;
}

/** A number in [0, 1), as Math.random. */
export type Random = () => number;

/** Unpredictable bytes. */
export type RandomBytes = (count: number) => Uint8Array;

export interface SocketEvents {
  onOpen(): void;
  onText(text: string): void;
  onBytes(bytes: Uint8Array): void;
  /** Exactly once, also when the socket never opened. */
  onClose(code: number): void;
}

export interface Socket {
  /** Bytes taken by `send` that have not left the page yet. */
  readonly bufferedBytes: number;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
}

/** `path`: of this page's own relay, or with the origin of another one. */
export type OpenSocket = (path: string, subprotocol: string, events: SocketEvents) => Socket;

/** Milliseconds since 1970 by the wall clock: for what people read and book, never for driving. */
export type EpochMs = () => number;

/** Runs one at a time, over all tabs of this browser. */
export type OneAtATime = <Value>(name: string, run: () => Promise<Value>) => Promise<Value>;

/** `cancelled`: the person gave up, took too long, or has none; `known`: this authenticator has one for the account. */
export type PasskeyAnswer =
  | { readonly ok: true; readonly credential: unknown }
  | { readonly ok: false; readonly why: 'cancelled' | 'known' };

/** The browser's authenticators; options and credentials in WebAuthn's JSON. Never reject. */
export interface Passkeys {
  make(options: unknown): Promise<PasskeyAnswer>;
  show(options: unknown): Promise<PasskeyAnswer>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Of this page's own relay, or with the origin of another one. */
  readonly path: string;
  readonly token?: string;
  readonly body?: unknown;
  /** The browser sends and takes the login's cookie, which no script can read. */
  readonly cookies?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** `status` 0: no answer came. `body` is undefined when it was no JSON. */
export interface HttpResponse {
  readonly status: number;
  readonly body: unknown;
  /** As the relay asks for with Retry-After. */
  readonly retryAfterS?: number;
}

/** Never rejects. */
export type SendHttp = (request: HttpRequest) => Promise<HttpResponse>;
