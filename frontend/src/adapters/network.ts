import type { HttpResponse, OpenSocket, SendHttp } from '../link/ports.ts';

/** A close code for a socket that could not even be made. */
const NEVER_OPENED = 1006;

export const openBrowserSocket: OpenSocket = (path, subprotocol, events) => {
  const scheme = window.location.protocol === 'http:' ? 'ws' : 'wss';
  const socket = new WebSocket(`${scheme}://${window.location.host}${path}`, subprotocol);
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

export const sendBrowserHttp: SendHttp = async ({ method, path, token, body, timeoutMs }) => {
  try {
    const response = await fetch(path, {
      method,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, body: await jsonOf(response) };
  } catch {
    return { status: 0, body: undefined } satisfies HttpResponse;
  }
};

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
