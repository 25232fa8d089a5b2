// One attacker: floods a relay, or a bare sink that answers nothing but handshakes, for some seconds, and prints how
// much it sent. Usage: node flood.mjs KIND --port N --ca FILE [--tokens A,B] [--robot ID] --seconds S
//                      node flood.mjs sink --ca FILE --key FILE   (prints its port)
// Everything is written to bare TLS sockets: no library of an honest client would do it.
import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { createServer, connect } from 'node:tls';
import { parseArgs } from 'node:util';

const FINAL = 0x80;
const MASKED = 0x80;
const BINARY = 2;
const PING = 9;
const TEXT = 1;
/** Not the one of those who drive: limits count by address. */
const ATTACKER = '127.0.0.2';
/** As many as keep the kernel's buffers full and this process's memory small. */
const BURST = 64;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string' },
    ca: { type: 'string' },
    key: { type: 'string' },
    tokens: { type: 'string', default: '' },
    robot: { type: 'string', default: 'tank-1' },
    seconds: { type: 'string', default: '5' },
  },
});
const [kind] = positionals;
const tokens = options.tokens.split(',').filter(Boolean);

const ca = readFileSync(options.ca);

let sent = 0;
let answered = 0;
let refused = 0;
let closed = 0;

const open = () =>
  new Promise((resolve, reject) => {
    const to = { host: '127.0.0.1', localAddress: ATTACKER, port: Number(options.port), ca, servername: 'localhost' };
    const socket = connect(to, () => resolve(socket));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
  });

/** A masked frame whose mask is zero, so that the payload stands in it as it is. */
const frame = (opcode, payload) => {
  const head = payload.length < 126 ? [MASKED | payload.length] : [MASKED | 126, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from([FINAL | opcode, ...head, 0, 0, 0, 0]), payload]);
};

const request = (method, path, headers = {}, body = '') =>
  `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n` +
  Object.entries({ ...headers, ...(body ? { 'Content-Type': 'application/json', 'Content-Length': body.length } : {}) })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('') +
  `\r\n${body}`;

const answer = (socket) =>
  new Promise((resolve, reject) => {
    let text = '';
    const hear = (bytes) => {
      text += bytes.toString('latin1');
      const head = text.indexOf('\r\n\r\n');
      const length = Number(/content-length: *(\d+)/i.exec(text)?.[1] ?? 0);
      if (head >= 0 && text.length >= head + 4 + length) {
        socket.off('data', hear);
        resolve({ status: Number(text.slice(9, 12)), body: text.slice(head + 4) });
      }
    };
    socket.on('data', hear);
    socket.once('close', () => reject(new Error('closed')));
  });

const upgrade = (path, headers = {}) =>
  request('GET', path, {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': 13,
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    'Sec-WebSocket-Protocol': 'havatar.1',
    ...headers,
  });

/** A client's socket that has said hello and selected the robot. */
const client = async (token) => {
  const asking = await open();
  asking.write(request('POST', '/api/tickets', { Authorization: `Bearer ${token}` }, '{}'));
  const { ticket = 'none' } = JSON.parse((await answer(asking)).body || '{}');
  asking.destroy();
  const socket = await open();
  const instance = randomBytes(16).toString('hex');
  socket.write(upgrade(`/ws/client/${instance}?ticket=${ticket}`));
  const { status } = await answer(socket);
  if (status !== 101) throw new Error(`no socket: ${status}`);
  const hello = { type: 'hello', versions: [1], features: [], instance, software: 'flood' };
  socket.write(frame(TEXT, Buffer.from(JSON.stringify(hello))));
  socket.write(frame(TEXT, Buffer.from(JSON.stringify({ type: 'select_robot', robot_id: options.robot }))));
  socket.on('error', () => {});
  socket.on('data', () => answered++);
  await selected(socket);
  return socket;
};

/** Until the robot is selected; a sink never says so. */
const selected = (socket) =>
  new Promise((resolve) => {
    const hear = (bytes) => {
      if (bytes.includes('robot_selected')) done();
    };
    const done = () => {
      socket.off('data', hear);
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, 1000);
    socket.on('data', hear);
  });

const end = Date.now() + Number(options.seconds) * 1000;
const isOver = () => Date.now() >= end;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Writes what `next` makes for as long as the socket takes it. */
const pour = async (socket, next) => {
  let isClosed = false;
  socket.on('error', () => {});
  socket.once('close', () => ((isClosed = true), closed++));
  while (!isOver() && !isClosed) {
    for (let i = 0; i < BURST; i++) {
      sent++;
      if (!socket.write(next())) {
        await new Promise((resolve) => {
          const go = () => resolve(socket.off('drain', go).off('close', go));
          socket.on('drain', go).on('close', go);
          setTimeout(go, Math.max(0, end - Date.now()));
        });
      }
    }
    await turn();
  }
  socket.destroy();
};

/** Comes again, as an attacker does, when it is thrown out. */
const again = async (attack) => {
  while (!isOver()) {
    try {
      await attack();
    } catch {
      refused++;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
};

const stop = () => {
  const message = Buffer.alloc(28);
  message[0] = 1;
  message[1] = 3;
  randomBytes(8).copy(message, 4);
  return frame(BINARY, message);
};

const countingAnswers = (socket) => socket.on('data', (bytes) => (answered += bytes.length));

const KINDS = {
  pings: () => Promise.all(tokens.map((token) => again(async () => pour(await client(token), () => frame(PING, randomBytes(125)))))),
  'pings-unread': () =>
    Promise.all(
      tokens.map((token) =>
        again(async () => {
          const socket = await client(token);
          socket.pause();
          await pour(socket, () => frame(PING, randomBytes(125)));
        }),
      ),
    ),
  stops: () => again(async () => pour(await client(tokens[0]), stop)),
  paths: () => again(async () => pour(countingAnswers(await open()), () => request('GET', '/%zz'))),
  pipelining: () =>
    again(async () => {
      const socket = countingAnswers(await open());
      await pour(socket, () => request('GET', '/').repeat(150));
    }),
  exports: () =>
    Promise.all(
      Array.from({ length: 20 }, () =>
        again(async () => {
          const socket = await open();
          socket.write(request('GET', '/api/account/export', { Authorization: `Bearer ${tokens[0]}` }));
          sent++;
          const { status } = await answer(socket);
          if (status === 200) answered++;
          else refused++;
          socket.destroy();
        }),
      ),
    ),
  'robot-keys': () =>
    again(async () => {
      const socket = await open();
      socket.write(upgrade(`/ws/robot/${options.robot}`, { Authorization: `Bearer hvr_${randomBytes(32).toString('base64url')}` }));
      sent++;
      const { status } = await answer(socket);
      if (status === 429) refused++;
      else answered++;
      socket.destroy();
    }),
  connections: () =>
    Promise.all(
      Array.from({ length: 8 }, () =>
        again(async () => {
          sent++;
          (await open()).destroy();
          answered++;
        }),
      ),
    ),
};

/** Answers a WebSocket's handshake and each ticket, and throws everything else away. */
const sink = () => {
  const server = createServer({ cert: readFileSync(options.ca), key: readFileSync(options.key) }, (socket) => {
    socket.on('error', () => {});
    socket.once('data', (bytes) => {
      const text = bytes.toString('latin1');
      if (/upgrade: websocket/i.test(text)) socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
    });
    socket.on('data', () => {});
  });
  server.listen(0, '127.0.0.1', () => console.log(`sink ${server.address().port}`));
};

if (kind === 'sink') {
  sink();
} else if (KINDS[kind]) {
  await KINDS[kind]();
  console.log(`${kind}: sent ${sent}, answered ${answered}, refused ${refused}, thrown out ${closed}`);
  process.exit(0);
} else {
  console.error(`flood: KIND is one of ${Object.keys(KINDS).join(', ')}, sink`);
  process.exit(2);
}
