package org.havatar.relay.session.older;

import java.util.ArrayList;
import java.util.List;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.LinkInfo;
import org.havatar.transports.wire.Message;
import org.jspecify.annotations.Nullable;

/** A peer of the older dialect at the other end of a link that keeps what was offered to it. */
final class TestLink implements Link {
  final List<Message> sent = new ArrayList<>();

  /** Tokens of all probes, in order. */
  final List<Long> probes = new ArrayList<>();

  @Nullable CloseCode closedWith;

  @Override
  public Offer offer(Message message) {
    sent.add(message);
    return Offer.SENT;
  }

  @Override
  public void probe(long token) {
    probes.add(token);
  }

  @Override
  public void close(CloseCode code) {
    closedWith = code;
  }

  @Override
  public LinkInfo info() {
    return new LinkInfo("fake", "192.0.2.1", false);
  }

  /** All of that kind, in order. */
  <T extends Message> List<T> all(Class<T> kind) {
    return sent.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <T extends Message> T last(Class<T> kind) {
    List<T> all = all(kind);
    if (all.isEmpty()) {
      throw new AssertionError("no " + kind.getSimpleName() + " among " + sent);
    }
    return all.get(all.size() - 1);
  }
}
