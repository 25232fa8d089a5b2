package org.havatar.relay.routing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.ArrayList;
import java.util.List;
import org.havatar.relay.session.message.SessionMessage;

/**
 * Batches on the event bus: {@code u8 version}, then each message as {@code u16 length} and {@link
 * SessionMessageFormat}, so that a kind that nobody knows is skipped alone.
 */
final class BatchCodec implements MessageCodec<Batch, Batch> {
  /** Short: it travels with every batch. */
  static final String NAME = "b";

  private static final int MOST_BYTES = 0xFFFF;

  @Override
  public void encodeToWire(Buffer out, Batch batch) {
    out.appendByte((byte) batch.version());
    for (SessionMessage each : batch.messages()) {
      int lengthAt = out.length();
      out.appendUnsignedShort(0);
      SessionMessageFormat.write(out, each, batch.version());
      int length = out.length() - lengthAt - Short.BYTES;
      if (length > MOST_BYTES) {
        throw new IllegalArgumentException("a message of " + length + " bytes");
      }
      out.setUnsignedShort(lengthAt, length);
    }
  }

  /** Never throws: the bus would tell nobody. */
  @Override
  public Batch decodeFromWire(int position, Buffer in) {
    List<SessionMessage> messages = new ArrayList<>();
    if (position >= in.length()) {
      return unreadable("cut short");
    }
    int version = in.getByte(position);
    if (version < NodeVersion.OLDEST || version > NodeVersion.NEWEST) {
      return unreadable("version " + version);
    }
    int at = position + 1;
    while (at < in.length()) {
      int end = at + Short.BYTES <= in.length() ? endOf(in, at) : Integer.MAX_VALUE;
      if (end > in.length()) {
        messages.add(new SessionMessage.Unreadable("cut short"));
        break;
      }
      messages.add(SessionMessageFormat.read(in.getBuffer(at + Short.BYTES, end), 0, version));
      at = end;
    }
    return new Batch(version, messages);
  }

  private static int endOf(Buffer in, int at) {
    return at + Short.BYTES + in.getUnsignedShort(at);
  }

  private static Batch unreadable(String why) {
    return new Batch(NodeVersion.NEWEST, List.of(new SessionMessage.Unreadable(why)));
  }

  @Override
  public Batch transform(Batch batch) {
    return batch;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
