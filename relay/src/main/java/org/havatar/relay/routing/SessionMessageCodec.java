package org.havatar.relay.routing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;
import org.havatar.relay.session.message.Addressee;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.LeaseWish;
import org.havatar.relay.session.message.SessionMessage;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.BinaryCodec;
import org.havatar.transports.wire.Decoded;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Event;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.Hot;
import org.havatar.transports.wire.JsonCodec;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.LeaseRequested;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose.Action;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.StatusResponse;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.StopPressed;
import org.havatar.transports.wire.Stopped;
import org.havatar.transports.wire.WatcherList;

/**
 * Messages between sessions on the event bus: the same instance within a node, bytes between nodes,
 * which may be of different versions while they are replaced one by one. Layout: {@code u8
 * version}, {@code u8 kind}, the record's fields in order but {@code readNs}; texts as {@code u16
 * length} and UTF-8, an addressee as {@code u8 form} (0 one client, 1 watchers) and its fields, a
 * protocol's message as {@code u8 form} (0 binary, 1 JSON) and {@code u16 length}, a wish as {@code
 * u8 action}, {@code u32 boot}, {@code u32 counter}, its name, {@code u8 rank}, {@code u64 ms}.
 */
final class SessionMessageCodec implements MessageCodec<SessionMessage, SessionMessage> {
  /** Short: it travels with every message. */
  static final String NAME = "p";

  /** To be raised when a kind changes; a further kind needs no other version. */
  static final byte VERSION = 1;

  private static final byte ONE = 0;
  private static final byte WATCHERS = 1;
  private static final byte BINARY = 0;
  private static final byte JSON = 1;

  /** What a record is called in bytes; numbers are never used again. */
  private static final class Kinds {
    static final byte SETPOINT = 1;
    static final byte PRESS = 2;
    static final byte WATCH = 3;
    static final byte CHANGE_LEASE = 4;
    static final byte ASK_DRIVER = 5;
    static final byte ANSWER_ASKER = 6;
    static final byte RELEASE = 7;
    static final byte ASK_STATUS = 8;
    static final byte ACKNOWLEDGED = 64;
    static final byte HEARD = 65;
    static final byte LEASED = 66;
    static final byte LATCHED = 67;
    static final byte PRESSED = 68;
    static final byte DENIED = 69;
    static final byte FAILED = 70;
    static final byte ASKED = 71;
    static final byte WATCHED = 72;
    static final byte STATUS_TOLD = 73;
  }

  @Override
  public SessionMessage transform(SessionMessage message) {
    return message;
  }

  @Override
  public void encodeToWire(Buffer out, SessionMessage message) {
    out.appendByte(VERSION);
    switch (message) {
      case ToRobotSession asked -> encode(out, asked);
      case ToClientSession told -> encode(out, told);
      case SessionMessage.Unreadable ignored -> out.appendByte((byte) 0);
    }
  }

  private static void encode(Buffer out, ToRobotSession message) {
    switch (message) {
      case ToRobotSession.Setpoint m -> put(begin(out, Kinds.SETPOINT, m), m.drive());
      case ToRobotSession.Press m -> put(begin(out, Kinds.PRESS, m), m.stop());
      case ToRobotSession.Watch m -> put(begin(out, Kinds.WATCH, m), m.name());
      case ToRobotSession.ChangeLease m -> put(begin(out, Kinds.CHANGE_LEASE, m), m.wish());
      case ToRobotSession.AskDriver m -> put(begin(out, Kinds.ASK_DRIVER, m), m.wish());
      case ToRobotSession.AnswerAsker m -> put(begin(out, Kinds.ANSWER_ASKER, m), m.answer());
      case ToRobotSession.Release m -> put(begin(out, Kinds.RELEASE, m), m.release());
      case ToRobotSession.AskStatus m -> put(begin(out, Kinds.ASK_STATUS, m), m.question());
    }
  }

  private static Buffer begin(Buffer out, byte kind, ToRobotSession message) {
    put(out.appendByte(kind), message.robotId());
    put(out, message.from());
    return out;
  }

  private static void encode(Buffer out, ToClientSession message) {
    switch (message) {
      case ToClientSession.Acknowledged m -> put(begin(out, Kinds.ACKNOWLEDGED, m), m.ack());
      case ToClientSession.Heard m -> put(begin(out, Kinds.HEARD, m), m.beacon());
      case ToClientSession.Leased m -> put(begin(out, Kinds.LEASED, m), m.lease());
      case ToClientSession.Latched m -> put(begin(out, Kinds.LATCHED, m), m.stopped());
      case ToClientSession.Pressed m -> put(begin(out, Kinds.PRESSED, m), m.press());
      case ToClientSession.Denied m -> put(begin(out, Kinds.DENIED, m), m.refused());
      case ToClientSession.Failed m -> put(begin(out, Kinds.FAILED, m), m.error());
      case ToClientSession.Asked m -> put(begin(out, Kinds.ASKED, m), m.request());
      case ToClientSession.Watched m -> put(begin(out, Kinds.WATCHED, m), m.watchers());
      case ToClientSession.StatusTold m -> put(begin(out, Kinds.STATUS_TOLD, m), m.status());
    }
  }

  private static Buffer begin(Buffer out, byte kind, ToClientSession message) {
    out.appendByte(kind);
    switch (message.to()) {
      case ClientAddress one -> put(out.appendByte(ONE), one);
      case Addressee.Watchers all -> put(out.appendByte(WATCHERS), all.loop());
    }
    put(out, message.robotId());
    return out;
  }

  private static void put(Buffer out, String text) {
    put(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void put(Buffer out, byte[] bytes) {
    out.appendUnsignedShort(bytes.length).appendBytes(bytes);
  }

  private static void put(Buffer out, ClientAddress client) {
    put(out, client.loop());
    put(out, client.session());
    out.appendLong(client.holder());
  }

  private static void put(Buffer out, LeaseWish wish) {
    out.appendByte((byte) wish.action().ordinal())
        .appendUnsignedInt(wish.term().boot())
        .appendUnsignedInt(wish.term().counter());
    put(out, wish.name());
    out.appendByte((byte) wish.rank()).appendLong(wish.durationMs());
  }

  private static void put(Buffer out, Message message) {
    switch (message) {
      case Hot hot -> put(out.appendByte(BINARY), BinaryCodec.encode(hot));
      case Event event -> put(out.appendByte(JSON), JsonCodec.encode(event));
    }
  }

  /** Never throws: what can't be read is said to be so, and the receiver counts it. */
  @Override
  public SessionMessage decodeFromWire(int position, Buffer in) {
    try {
      return new Reader(in, position).message();
    } catch (IndexOutOfBoundsException e) {
      return new SessionMessage.Unreadable("cut short");
    } catch (WrongContent e) {
      return new SessionMessage.Unreadable("content of another kind");
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }

  private static final class WrongContent extends RuntimeException {
    private static final long serialVersionUID = 1;

    private WrongContent() {
      super(null, null, false, false);
    }
  }

  private static final class Reader {
    private final Buffer in;
    private int at;

    private Reader(Buffer in, int at) {
      this.in = in;
      this.at = at;
    }

    private SessionMessage message() {
      byte version = oneByte();
      if (version != VERSION) {
        return new SessionMessage.Unreadable("version " + version);
      }
      byte kind = oneByte();
      return kind < Kinds.ACKNOWLEDGED ? toRobot(kind) : toClient(kind);
    }

    private SessionMessage toRobot(byte kind) {
      if (kind < Kinds.SETPOINT || kind > Kinds.ASK_STATUS) {
        return new SessionMessage.Unreadable("kind " + kind);
      }
      String robot = text();
      ClientAddress from = client();
      return switch (kind) {
        case Kinds.SETPOINT ->
            new ToRobotSession.Setpoint(
                robot, from, content(Drive.class), SessionMessage.UNKNOWN_NS);
        case Kinds.PRESS -> new ToRobotSession.Press(robot, from, content(Stop.class));
        case Kinds.WATCH -> new ToRobotSession.Watch(robot, from, text());
        case Kinds.CHANGE_LEASE -> new ToRobotSession.ChangeLease(robot, from, wish());
        case Kinds.ASK_DRIVER -> new ToRobotSession.AskDriver(robot, from, wish());
        case Kinds.ANSWER_ASKER ->
            new ToRobotSession.AnswerAsker(robot, from, content(AnswerRequest.class));
        case Kinds.RELEASE -> new ToRobotSession.Release(robot, from, content(ReleaseStop.class));
        default -> new ToRobotSession.AskStatus(robot, from, content(GetStatus.class));
      };
    }

    private SessionMessage toClient(byte kind) {
      if (kind > Kinds.STATUS_TOLD) {
        return new SessionMessage.Unreadable("kind " + kind);
      }
      Addressee to = addressee();
      String robot = text();
      return switch (kind) {
        case Kinds.ACKNOWLEDGED ->
            new ToClientSession.Acknowledged(
                to, robot, content(Ack.class), SessionMessage.UNKNOWN_NS);
        case Kinds.HEARD -> new ToClientSession.Heard(to, robot, content(Beacon.class));
        case Kinds.LEASED -> new ToClientSession.Leased(to, robot, content(Lease.class));
        case Kinds.LATCHED -> new ToClientSession.Latched(to, robot, content(Stopped.class));
        case Kinds.PRESSED -> new ToClientSession.Pressed(to, robot, content(StopPressed.class));
        case Kinds.DENIED -> new ToClientSession.Denied(to, robot, content(Refused.class));
        case Kinds.FAILED -> new ToClientSession.Failed(to, robot, content(ErrorReport.class));
        case Kinds.ASKED -> new ToClientSession.Asked(to, robot, content(LeaseRequested.class));
        case Kinds.WATCHED -> new ToClientSession.Watched(to, robot, content(WatcherList.class));
        default -> new ToClientSession.StatusTold(to, robot, content(StatusResponse.class));
      };
    }

    private byte oneByte() {
      return in.getByte(at++);
    }

    private byte[] bytes() {
      int length = in.getUnsignedShort(at);
      byte[] bytes = in.getBytes(at + 2, at + 2 + length);
      at += 2 + length;
      return bytes;
    }

    private String text() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }

    private long oneLong() {
      long found = in.getLong(at);
      at += Long.BYTES;
      return found;
    }

    private long unsignedInt() {
      long found = in.getUnsignedInt(at);
      at += Integer.BYTES;
      return found;
    }

    private ClientAddress client() {
      return new ClientAddress(text(), text(), oneLong());
    }

    private Addressee addressee() {
      return oneByte() == ONE ? client() : new Addressee.Watchers(text());
    }

    private LeaseWish wish() {
      Action[] actions = Action.values();
      byte action = oneByte();
      if (action < 0 || action >= actions.length) {
        throw new WrongContent();
      }
      Numbered term = new Numbered(unsignedInt(), unsignedInt());
      return new LeaseWish(actions[action], term, text(), oneByte(), oneLong());
    }

    private <T extends Message> T content(Class<T> type) {
      boolean binary = oneByte() == BINARY;
      byte[] bytes = bytes();
      Decoded decoded =
          binary
              ? BinaryCodec.decode(bytes)
              : JsonCodec.decode(new String(bytes, StandardCharsets.UTF_8));
      if (decoded instanceof Decoded.Ok ok && type.isInstance(ok.message())) {
        return type.cast(ok.message());
      }
      throw new WrongContent();
    }
  }
}
