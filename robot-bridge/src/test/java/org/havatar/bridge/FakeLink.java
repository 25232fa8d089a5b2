package org.havatar.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.LinkInfo;
import org.havatar.transports.wire.Message;
import org.jspecify.annotations.Nullable;

/** The robot's end of a connection; keeps what the robot offered. */
final class FakeLink implements Link {
  final List<Message> offered = new ArrayList<>();
  @Nullable CloseCode closedWith;

  /** Every offer throws. */
  boolean faulty;

  /** The peer takes no bytes. */
  boolean full;

  @Override
  public Offer offer(Message message) {
    Objects.requireNonNull(message);
    if (faulty) {
      throw new IllegalStateException("a link's fault");
    }
    if (closedWith != null) {
      return Offer.CLOSED;
    }
    if (full) {
      return Offer.FULL;
    }
    offered.add(message);
    return Offer.SENT;
  }

  @Override
  public void close(CloseCode code) {
    closedWith = code;
  }

  @Override
  public void probe(long token) {}

  @Override
  public LinkInfo info() {
    return new LinkInfo("fake", "192.0.2.1", true);
  }

  boolean isOpen() {
    return closedWith == null;
  }

  <T extends Message> List<T> all(Class<T> type) {
    return offered.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T extends Message> T last(Class<T> type) {
    return all(type).getLast();
  }
}
