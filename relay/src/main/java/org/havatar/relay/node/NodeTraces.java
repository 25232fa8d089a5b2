package org.havatar.relay.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.port.Change;
import org.havatar.relay.access.privacy.Erasures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every node forgets what it keeps itself of an account that is being erased, on whatever node that
 * was asked: once at once, and once more when all that was under way is written. Any thread.
 */
final class NodeTraces {
  /** Records and events wait a second at most before they are written. */
  static final long SWEEP_AFTER_MS = 3000;

  private static final Logger LOG = LoggerFactory.getLogger(NodeTraces.class);

  private final Vertx vertx;
  private final Access access;
  private final Erasures erasures;
  private final Map<String, String> swept = new ConcurrentHashMap<>();

  NodeTraces(Vertx vertx, Access access, Erasures erasures) {
    this.vertx = vertx;
    this.access = access;
    this.erasures = erasures;
  }

  void onChanged(Change change) {
    if (change.subject() == Change.Subject.ACCOUNT) {
      access
          .identity()
          .accounts()
          .erasedAs(change.name())
          .onSuccess(pseudonym -> pseudonym.ifPresent(as -> sweepSoon(change.name(), as)))
          .onFailure(cause -> LOG.warn("erasure not looked at: {}", cause.toString()));
    }
  }

  private void sweepSoon(String name, String pseudonym) {
    if (swept.putIfAbsent(name, pseudonym) == null) {
      vertx.setTimer(
          SWEEP_AFTER_MS,
          ignored -> {
            swept.remove(name);
            erasures
                .sweep(name, pseudonym)
                .onFailure(cause -> LOG.error("an erased name may be left in the logs", cause));
          });
    }
  }

  /** What a crash kept from being done; hourly, and at the start. */
  Future<Long> finish() {
    return erasures
        .finish()
        .onSuccess(
            count -> {
              if (count > 0) {
                LOG.info("erased {} accounts whose erasure had not come to its end", count);
              }
            })
        .onFailure(cause -> LOG.error("an erasure can't be finished; tried again hourly", cause));
  }
}
