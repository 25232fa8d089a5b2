package org.havatar.ops.kit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stopped;
import org.havatar.transports.wire.Welcome;
import org.jspecify.annotations.Nullable;

/** What a driver knows from what it was told. Written by the socket's thread, read by others. */
public final class DriverView {
  private final Map<Reason, Long> acks = new EnumMap<>(Reason.class);
  private final List<Message> heard = new ArrayList<>();
  private @Nullable Beacon beacon;
  private @Nullable Stamp newestStamp;
  private long boot;
  private Numbered term = Numbered.NONE;
  private long holder;
  private long self;
  private String session = "";
  private boolean online;

  /** Pings are not for here. */
  public synchronized void hear(Message message) {
    switch (message) {
      case Beacon m -> onBeacon(m);
      case Ack m -> {
        acks.merge(m.reason(), 1L, Long::sum);
        if (m.reason() == Reason.ACCEPTED && m.term().boot() == boot) {
          onStamp(m.stamp());
        }
      }
      case Stopped m -> onStamp(m.stamp());
      case Pong m -> {
        if (m.stampValid()) {
          onStamp(m.stamp());
        }
      }
      case Lease m -> onRegister(m.term(), m.holder());
      case Welcome m -> {
        session = m.session();
        self = m.holder() == null ? 0 : m.holder();
      }
      case RobotSelected m -> {
        online = m.online();
        beacon = online ? beacon : null;
      }
      default -> {
        // Kept below for whoever asks.
      }
    }
    if (!(message instanceof Beacon || message instanceof Ack || message instanceof Pong)) {
      heard.add(message);
    }
  }

  /** A new connection: what the old one showed may be out of date, numbers and stamps are not. */
  synchronized void disconnected() {
    beacon = null;
    online = false;
    self = 0;
  }

  synchronized boolean isWelcome() {
    return self != 0;
  }

  synchronized boolean robotOnline() {
    return online;
  }

  /** The node's name for this connection. */
  public synchronized String session() {
    return session;
  }

  /** The holder tag of this connection, 0 without one. */
  public synchronized long self() {
    return self;
  }

  public synchronized boolean holdsLease() {
    return self != 0 && holder == self;
  }

  public synchronized @Nullable Beacon beacon() {
    return beacon;
  }

  synchronized void forgetBeacon() {
    beacon = null;
  }

  /** Null when no robot tells. */
  public synchronized @Nullable LatchKind latch() {
    return beacon == null ? null : beacon.latchKind();
  }

  public synchronized @Nullable Stamp newestStamp() {
    return newestStamp;
  }

  public synchronized Numbered term() {
    return term;
  }

  public synchronized long acks(Reason reason) {
    return acks.getOrDefault(reason, 0L);
  }

  /** The newest refusal of such a request, or null. */
  public synchronized @Nullable Refused refusalOf(String request) {
    for (Message message : heard.reversed()) {
      if (message instanceof Refused refused && refused.request().equals(request)) {
        return refused;
      }
    }
    return null;
  }

  /** For the message of a failed assertion. */
  public synchronized String describe() {
    return "term="
        + term
        + " holder="
        + Long.toHexString(holder)
        + " self="
        + Long.toHexString(self)
        + " online="
        + online
        + " acks="
        + acks
        + " beacon="
        + beacon
        + " last="
        + (heard.isEmpty()
            ? "nothing"
            : heard.subList(Math.max(0, heard.size() - 5), heard.size()));
  }

  private void onBeacon(Beacon heardBeacon) {
    if (heardBeacon.boot() > boot) {
      boot = heardBeacon.boot();
      newestStamp = null;
    } else if (heardBeacon.boot() < boot) {
      return;
    }
    beacon = heardBeacon;
    onStamp(heardBeacon.stamp());
    onRegister(heardBeacon.term(), heardBeacon.holder());
  }

  private void onRegister(Numbered heardTerm, long heardHolder) {
    if (heardTerm.compareTo(term) >= 0) {
      term = heardTerm;
      holder = heardHolder;
    }
  }

  private void onStamp(Stamp stamp) {
    if (newestStamp == null || stamp.isAfter(newestStamp)) {
      newestStamp = stamp;
    }
  }
}
