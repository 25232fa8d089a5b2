package org.havatar.relay.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.havatar.relay.access.port.Change;
import org.havatar.relay.access.port.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears on a connection of its own what any node changed. It also sends itself a beat on the way
 * that changes take: while none comes back something may have been missed, so everything is to be
 * looked up anew, each second, until beats come again. On the engine's loop but for {@link #add}.
 */
final class RedisChanges {
  static final int TICK_MS = 250;

  /** So long without a beat, and listeners no longer rely on hearing. */
  static final long DEAF_AFTER_NS = TimeUnit.MILLISECONDS.toNanos(750);

  /** So long without one, and the connection is made anew: it may be half open. */
  static final long GIVE_UP_NS = TimeUnit.SECONDS.toNanos(2);

  static final long TELL_NS = TimeUnit.SECONDS.toNanos(1);

  private static final String BEAT = "beat/";
  private static final Logger LOG = LoggerFactory.getLogger(RedisChanges.class);

  private final CopyOnWriteArrayList<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private final RedisLine line;
  private final RedisReach reach;
  private final RedisLine ears;
  private final String channel;
  private final String ownBeat;
  private final LongSupplier monotonicNs;
  private long heardNs;
  private long triedNs;
  private long toldNs;
  private boolean deaf = true;

  /**
   * @param lines makes a line that says this greeting on each connection
   * @param nodeId unlike any other node's
   */
  RedisChanges(
      RedisLine line,
      RedisReach reach,
      Function<Function<RedisConnection, Future<?>>, RedisLine> lines,
      RedisTarget target,
      String nodeId,
      LongSupplier ns) {
    this.line = line;
    this.reach = reach;
    this.ears = lines.apply(this::subscribe);
    this.channel = RedisNames.channel(target);
    this.ownBeat = BEAT + nodeId;
    this.monotonicNs = ns;
    heardNs = ns.getAsLong() - GIVE_UP_NS;
    triedNs = heardNs;
    toldNs = heardNs;
  }

  void add(Consumer<Change> listener) {
    listeners.add(listener);
  }

  void tell(Change change) {
    for (Consumer<Change> each : listeners) {
      try {
        each.accept(change);
      } catch (RuntimeException e) {
        LOG.error("a listener of changes failed", e);
      }
    }
  }

  /** Every {@link #TICK_MS}. */
  void onTick() {
    long nowNs = monotonicNs.getAsLong();
    probe(nowNs);
    if (nowNs - heardNs < DEAF_AFTER_NS) {
      return;
    }
    if (!deaf) {
      deaf = true;
      LOG.warn("changes of other nodes aren't heard; everything is looked up anew each second");
    }
    if (nowNs - toldNs >= TELL_NS) {
      toldNs = nowNs;
      tell(Change.ANYTHING);
    }
    if (nowNs - heardNs >= GIVE_UP_NS && nowNs - triedNs >= GIVE_UP_NS) {
      triedNs = nowNs;
      ears.drop();
    }
    ears.connection().otherwiseEmpty(); // the beat will say whether it works
  }

  private void probe(long nowNs) {
    reach.onProbe(nowNs);
    line.send(Command.PUBLISH, channel, ownBeat)
        .onComplete(ignored -> answered(), cause -> failed(cause));
  }

  /** What was asked while nothing could be is to be asked anew. */
  private void answered() {
    if (reach.onAnswer(monotonicNs.getAsLong())) {
      LOG.info("the store can be asked again");
      tell(Change.ANYTHING);
    }
  }

  private void failed(Throwable cause) {
    if (isRefusal(cause)) {
      answered();
    } else {
      reach.onFailure(
          cause instanceof Unavailable known ? known : new Unavailable(cause.toString()));
    }
  }

  /** Whoever may not publish hears nothing, but can be answered otherwise. */
  private static boolean isRefusal(Throwable cause) {
    return RedisFaults.hasCode(cause.getCause(), "NOPERM");
  }

  /** What {@code connection} has to be told so that it hears; the beat says whether it does. */
  private Future<Void> subscribe(RedisConnection connection) {
    connection.handler(this::heard);
    return connection.send(Request.cmd(Command.SUBSCRIBE).arg(channel)).mapEmpty();
  }

  /**
   * @param message {@code message}, channel, text; or what confirms the subscription
   */
  private void heard(Response message) {
    if (message == null || message.size() != 3 || !"message".equals(message.get(0).toString())) {
      return;
    }
    String text = message.get(2).toString();
    if (text.equals(ownBeat)) {
      beatHeard();
    } else if (!text.startsWith(BEAT)) {
      tell(RedisNames.heard(text));
    }
  }

  private void beatHeard() {
    heardNs = monotonicNs.getAsLong();
    if (deaf) {
      deaf = false;
      toldNs = heardNs - TELL_NS;
      LOG.info("changes of other nodes are heard");
      tell(Change.ANYTHING); // what was changed before the subscription
    }
  }
}
