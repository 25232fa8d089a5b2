package org.havatar.relay.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.havatar.relay.session.connection.Session.Dialect;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Refusal;

/** Sockets: how many there are, which were refused, and why they ended. Any thread. */
public final class ConnectionMeters {
  /** Who is at the other end. */
  public enum Role {
    CLIENT,
    ROBOT
  }

  private record Kind(String transport, Role role, Dialect dialect) {}

  private final MeterRegistry registry;
  private final ConcurrentMap<Kind, AtomicInteger> open = new ConcurrentHashMap<>();

  ConnectionMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Role role : Role.values()) {
      for (CloseCode code : CloseCode.values()) {
        closed(role, code, 0);
      }
    }
    for (Refusal reason : Refusal.values()) {
      refused(reason, 0);
    }
  }

  /** Shows a transport from the beginning on, and not only when somebody has come over it. */
  public void expect(String transport) {
    for (Role role : Role.values()) {
      for (Dialect dialect : Dialect.values()) {
        count(new Kind(transport, role, dialect));
      }
    }
  }

  private AtomicInteger count(Kind kind) {
    return open.computeIfAbsent(kind, this::register);
  }

  private AtomicInteger register(Kind kind) {
    AtomicInteger count = new AtomicInteger();
    Gauge.builder("havatar.connections", count, AtomicInteger::get)
        .description("Open sockets")
        .tags("transport", kind.transport, "role", name(kind.role), "dialect", name(kind.dialect))
        .register(registry);
    return count;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private void closed(Role role, CloseCode code, int by) {
    registry
        .counter(
            "havatar.connections.closed",
            "role",
            name(role),
            "code",
            Integer.toString(code.number()))
        .increment(by);
  }

  private void refused(Refusal reason, int by) {
    registry.counter("havatar.handshakes.refused", "reason", reason.code()).increment(by);
  }

  /** Somebody was not let in. */
  public void refused(Refusal reason) {
    refused(reason, 1);
  }

  /** A socket was opened. */
  public Connection opened(String transport, Role role, Dialect dialect) {
    return new Connection(new Kind(transport, role, dialect));
  }

  /** Open sockets now, by role in lower case. */
  public Map<String, Long> byRole() {
    Map<String, Long> sums = new TreeMap<>();
    open.forEach((kind, count) -> sums.merge(name(kind.role), (long) count.get(), Long::sum));
    return sums;
  }

  /** One open socket; on its loop. */
  public final class Connection {
    private Kind kind;

    private Connection(Kind kind) {
      this.kind = kind;
      count(kind).incrementAndGet();
    }

    /** To be called often and cheap while it is the same: a peer's dialect may show late. */
    public void speaks(Dialect dialect) {
      if (dialect != kind.dialect) {
        count(kind).decrementAndGet();
        kind = new Kind(kind.transport, kind.role, dialect);
        count(kind).incrementAndGet();
      }
    }

    /** The last call. */
    public void closed(CloseCode code) {
      count(kind).decrementAndGet();
      ConnectionMeters.this.closed(kind.role, code, 1);
    }
  }
}
