package org.havatar.relay.routing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import org.havatar.relay.session.message.SessionMessage;

/** Hands the same instance on to another loop of this node; other nodes get {@link Batch}es. */
final class SessionMessageCodec implements MessageCodec<SessionMessage, SessionMessage> {
  static final String NAME = "p";

  @Override
  public SessionMessage transform(SessionMessage message) {
    return message;
  }

  @Override
  public void encodeToWire(Buffer out, SessionMessage message) {
    throw new IllegalStateException("never leaves the node");
  }

  /** The bus of another node sends what it likes; its receiver counts this. */
  @Override
  public SessionMessage decodeFromWire(int position, Buffer in) {
    return new SessionMessage.Unreadable("alone");
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
