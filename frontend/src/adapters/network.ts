import type { HttpResponse, OneAtATime, OpenSocket, SendHttp } from '../link/ports.ts';

/** A close code for a socket that could not even be made. */
const NEVER_OPENED = 1006;

export const openBrowserSocket: OpenSocket = (path, subprotocol, events) => {
  const url = new URL(path, window.location.origin);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  const socket = new WebSocket(url, subprotocol);
  let isClosed = false;
  const closed = (code: number): void => {
    if (isClosed) return;
    isClosed = true;
    events.onClose(code);
  };
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => events.onOpen();
  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') events.onText(data);
    else if (data instanceof ArrayBuffer) events.onBytes(new Uint8Array(data));
  };
  socket.onclose = ({ code }) => closed(code);
  socket.onerror = () => {
    if (socket.readyState === WebSocket.CLOSED) closed(NEVER_OPENED);
  };
  return {
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    send: (data) => {
      // While a close is under way the browser would take the bytes and drop them.
      if (socket.readyState === WebSocket.OPEN) socket.send(data);
    },
    close: (code) => socket.close(code),
  };
};

export const sendBrowserHttp: SendHttp = async (request) => {
  const { method, path, token, body, cookies = false, headers = {}, timeoutMs } = request;
  try {
    const response = await fetch(path, {
      method,
      headers: {
        ...headers,
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
      credentials: cookies ? 'same-origin' : 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, body: await jsonOf(response), ...retryAfterOf(response) };
  } catch {
    return { status: 0, body: undefined } satisfies HttpResponse;
  }
};

/** Seconds; a date, which HTTP allows too, is not what the relay sends. */
function retryAfterOf(response: Response): { readonly retryAfterS?: number } {
  const text = response.headers.get('Retry-After') ?? '';
  return /^\d{1,6}$/.test(text) ? { retryAfterS: Number(text) } : {};
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A tab that was frozen while it held the lock must not keep the others out for good. */
const LOCK_WAIT_MS = 6000;

/** Web Locks: over all tabs of this origin. Without them (an older browser) tabs take their chance. */
export const oneAtATime: OneAtATime = async (name, run) => {
  const locks = navigator.locks as LockManager | undefined;
  if (locks === undefined) return run();
  const taken = { started: false };
  try {
    return await locks.request(name, { signal: AbortSignal.timeout(LOCK_WAIT_MS) }, () => {
      taken.started = true;
      return run();
    });
  } catch (failure) {
    if (taken.started) throw failure;
    return run();
  }
};
