import type { OpenSocket, Socket, SocketEvents } from '../link/ports.ts';
import { decodeBinary } from '../wire/binary-decode.ts';
import { encodeBinary } from '../wire/binary-encode.ts';
import { decodeJson, encodeJson } from '../wire/json.ts';
import type { JsonMessage } from '../wire/json-messages.ts';
import type { BinaryMessage } from '../wire/messages.ts';

type Sent = BinaryMessage | JsonMessage;

/** The far end of one socket, as a test sees it. */
export class FakeSocket implements Socket {
  bufferedBytes = 0;
  closed = false;
  /** The heartbeat is answered as by a relay that is well. */
  answersPings = true;
  readonly sent: Sent[] = [];
  readonly path: string;
  readonly subprotocol: string;
  private readonly events: SocketEvents;

  constructor(path: string, subprotocol: string, events: SocketEvents) {
    this.path = path;
    this.subprotocol = subprotocol;
    this.events = events;
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.closed) throw new Error('sent on a closed socket');
    const decoded = typeof data === 'string' ? decodeJson(data) : decodeBinary(data);
    if (!decoded.ok) throw new Error(`the page sent something ${decoded.reason}`);
    const { message } = decoded;
    this.sent.push(message);
    if (message.type === 'ping' && this.answersPings) {
      void Promise.resolve().then(() =>
        this.saysBinary({ ...message, type: 'pong', stampValid: false, stamp: 0 }),
      );
    }
  }

  close(): void {
    this.closed = true;
  }

  opens(): void {
    this.events.onOpen();
  }

  says(message: JsonMessage): void {
    this.events.onText(encodeJson(message));
  }

  saysText(text: string): void {
    this.events.onText(text);
  }

  saysBinary(message: BinaryMessage): void {
    this.events.onBytes(encodeBinary(message));
  }

  saysBytes(bytes: Uint8Array): void {
    this.events.onBytes(bytes);
  }

  closes(code: number): void {
    this.closed = true;
    this.events.onClose(code);
  }

  /** What was sent of one type. */
  all<Type extends Sent['type']>(type: Type): Extract<Sent, { type: Type }>[] {
    return this.sent.filter((message): message is Extract<Sent, { type: Type }> => message.type === type);
  }

  last<Type extends Sent['type']>(type: Type): Extract<Sent, { type: Type }> | undefined {
    return this.all(type).at(-1);
  }
}

/** All sockets that were opened, oldest first. */
export class FakeSockets {
  readonly opened: FakeSocket[] = [];

  readonly open: OpenSocket = (path, subprotocol, events) => {
    const socket = new FakeSocket(path, subprotocol, events);
    this.opened.push(socket);
    return socket;
  };

  get last(): FakeSocket {
    const socket = this.opened.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  }
}
