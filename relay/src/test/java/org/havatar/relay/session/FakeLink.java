package org.havatar.relay.session;

import java.util.ArrayList;
import java.util.List;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.LinkInfo;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Event;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.jspecify.annotations.Nullable;

/** Keeps what was offered to it. */
public final class FakeLink implements Link {
  public final List<Message> sent = new ArrayList<>();
  public @Nullable CloseCode closedWith;

  /** Tokens of all probes, in order. */
  public final List<Long> probes = new ArrayList<>();

  private final boolean isNamed;

  public FakeLink() {
    this(true);
  }

  /** Whether its handshake named the protocol. */
  public FakeLink(boolean named) {
    isNamed = named;
  }

  /** While true, setpoints are refused, as by a peer that takes no bytes. */
  public boolean isFull;

  /** While true, it fails as no link may. */
  public boolean isBroken;

  @Override
  public Offer offer(Message message) {
    if (closedWith != null) {
      return Offer.CLOSED;
    }
    if (isBroken) {
      throw new IllegalStateException("broken link");
    }
    boolean urgent =
        message instanceof Stop || message instanceof Stopped || message instanceof Event;
    if (isFull && !urgent) {
      return Offer.FULL;
    }
    sent.add(message);
    return Offer.SENT;
  }

  @Override
  public void close(CloseCode code) {
    if (closedWith == null) {
      closedWith = code;
    }
  }

  @Override
  public void probe(long token) {
    if (closedWith == null && !isFull) {
      probes.add(token);
    }
  }

  @Override
  public LinkInfo info() {
    return new LinkInfo("fake", "192.0.2.1", isNamed);
  }

  /** All of that kind, in order. */
  public <T extends Message> List<T> all(Class<T> kind) {
    return sent.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  public <T extends Message> T last(Class<T> kind) {
    List<T> all = all(kind);
    if (all.isEmpty()) {
      throw new AssertionError("no " + kind.getSimpleName() + " among " + sent);
    }
    return all.get(all.size() - 1);
  }

  public List<Drive> drives() {
    return all(Drive.class);
  }
}
