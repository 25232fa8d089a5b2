package org.havatar.relay.limits;

import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often somebody may. Any thread. This node's token bucket decides first; what it lets through
 * is counted together with the other nodes', so that a cluster of ten nodes grants no tenfold. When
 * the shared counters don't answer within {@link #SHARED_WITHIN_MS} the bucket's word stands: a
 * limit protects the service and may not be what ends it.
 */
public final class Limits {
  static final long SHARED_WITHIN_MS = 50;
  private static final long BYTES_PER_KB = 1024;
  private static final long TELL_EVERY_MS = 60_000;
  private static final Logger LOG = LoggerFactory.getLogger(Limits.class);

  private final Map<Limit, TokenBuckets> buckets = new EnumMap<>(Limit.class);
  private final OpenSockets sockets = new OpenSockets();
  private final OpenSockets connections = new OpenSockets();
  private final SharedCounters shared;
  private final LimitMeasures measures;
  private final LongSupplier monotonicMs;
  private final AtomicLong toldMs;
  private volatile LimitOptions options;

  public Limits(
      LimitOptions options,
      SharedCounters shared,
      LimitMeasures measures,
      LongSupplier monotonicMs) {
    this.options = options;
    this.shared = shared;
    this.measures = measures;
    this.monotonicMs = monotonicMs;
    this.toldMs = new AtomicLong(monotonicMs.getAsLong() - TELL_EVERY_MS);
    for (Limit limit : Limit.values()) {
      buckets.put(limit, new TokenBuckets());
    }
  }

  /** Other figures from now on; what somebody has used up stays used up. */
  public void follow(LimitOptions newOptions) {
    options = newOptions;
  }

  /**
   * One more from that address.
   *
   * @param limit one that counts by address and has a rate
   * @return 0: go ahead; else the milliseconds until one more is allowed
   */
  public Future<Long> takeByAddress(Limit limit, String address) {
    return isExempt(address)
        ? Future.succeededFuture(0L)
        : take(limit, "address " + AddressGroups.of(address));
  }

  /**
   * One more by that account, counted from wherever it asks; see {@link #takeByAddress}.
   *
   * @param address from which it asks now, for the exemption
   */
  public Future<Long> takeByAccount(Limit limit, String account, String address) {
    return isExempt(address) ? Future.succeededFuture(0L) : take(limit, "account " + account);
  }

  /**
   * One more of whatever {@code name} says, counted by this node alone.
   *
   * @param address from which it comes, for the exemption
   * @return 0: go ahead; else the milliseconds until one more is allowed
   */
  public long takeHere(Limit limit, String name, String address) {
    return isExempt(address) ? 0 : takeAlone(limit, name, 1);
  }

  /**
   * A socket from that address; empty when it has as many as it may. What is given back twice
   * counts once.
   */
  public Optional<Runnable> openSocket(String address) {
    if (isExempt(address)) {
      return Optional.of(() -> {});
    }
    return open(sockets, AddressGroups.of(address), options.openSockets(), Limit.OPEN_SOCKETS);
  }

  /**
   * A connection of TCP from that address, whatever it will carry; like {@link #openSocket}, and by
   * how fast they come. Counted by this node alone, because it has to be known at once.
   */
  public Optional<Runnable> openConnection(String address) {
    if (isExempt(address)) {
      return Optional.of(() -> {});
    }
    String group = AddressGroups.of(address);
    if (takeAlone(Limit.CONNECTIONS, "address " + group, 1) > 0) {
      return Optional.empty();
    }
    return open(connections, group, options.connections().open(), Limit.OPEN_CONNECTIONS);
  }

  private Optional<Runnable> open(OpenSockets all, String group, int most, Limit limit) {
    if (!all.take(group, most)) {
      measures.refused(limit);
      return Optional.empty();
    }
    AtomicBoolean isOpen = new AtomicBoolean(true);
    return Optional.of(
        () -> {
          if (isOpen.getAndSet(false)) {
            all.giveBack(group);
          }
        });
  }

  /**
   * So many bytes of the page for that address; counted by this node alone.
   *
   * @return 0: go ahead; else the milliseconds until they are allowed
   */
  public long takePageBytes(String address, long bytes) {
    return isExempt(address)
        ? 0
        : takeAlone(
            Limit.PAGE_KB,
            "address " + AddressGroups.of(address),
            Math.ceilDiv(bytes, BYTES_PER_KB));
  }

  /**
   * Whether a request of that address that is over a limit is answered at all; else its connection
   * ends, because a refusal costs as much as an answer. Counted by this node alone.
   */
  public boolean mayRefuse(String address) {
    return takeAlone(Limit.REFUSALS, "address " + AddressGroups.of(address), 1) == 0;
  }

  private boolean isExempt(String address) {
    return options.exemptLoopback() && AddressGroups.isLoopback(address);
  }

  private Future<Long> take(Limit limit, String name) {
    long waitMs = takeAlone(limit, name, 1);
    return waitMs > 0
        ? Future.succeededFuture(waitMs)
        : together(limit, name, options.rateOf(limit));
  }

  private long takeAlone(Limit limit, String name, long amount) {
    TokenBuckets own = buckets.get(limit);
    if (own == null) {
      throw new IllegalStateException("every limit has its buckets");
    }
    long waitMs = own.take(name, options.rateOf(limit), amount, monotonicMs.getAsLong());
    if (waitMs > 0) {
      measures.refused(limit);
    }
    return waitMs;
  }

  private Future<Long> together(Limit limit, String name, Rate rate) {
    Future<Long> count = shared.addAndGet(limit.label() + ' ' + name, 1, rate.windowMs());
    if (!count.isComplete()) {
      count = count.timeout(SHARED_WITHIN_MS, TimeUnit.MILLISECONDS);
    }
    return count.transform(
        known -> {
          if (known.failed()) {
            alone(limit, known.cause());
            return Future.succeededFuture(0L);
          }
          if (known.result() <= rate.mostInWindow()) {
            return Future.succeededFuture(0L);
          }
          measures.refused(limit);
          return Future.succeededFuture(rate.windowMs());
        });
  }

  private void alone(Limit limit, Throwable cause) {
    measures.unshared(limit);
    long nowMs = monotonicMs.getAsLong();
    long lastMs = toldMs.get();
    if (nowMs - lastMs >= TELL_EVERY_MS && toldMs.compareAndSet(lastMs, nowMs)) {
      LOG.warn("limits hold for each node alone, the shared counters fail: {}", cause.toString());
    }
  }
}
