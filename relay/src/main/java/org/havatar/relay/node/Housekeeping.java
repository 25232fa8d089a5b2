package org.havatar.relay.node;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.havatar.relay.access.audit.AuditRevision;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.config.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node does for its store each hour. One failure doesn't keep it from the rest. Blocks. */
final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final int FORGET_TIMEOUT_S = 60;

  private final AuditStore log;
  private final DailyBackup backup;
  private volatile Storage storage;

  Housekeeping(AuditStore log, DailyBackup backup, Storage storage) {
    this.log = log;
    this.backup = backup;
    this.storage = storage;
  }

  void follow(Storage wanted) {
    storage = wanted;
    log.keepAtMost(wanted.audit().bounds());
  }

  void onTick(Instant now) throws InterruptedException {
    Storage wanted = storage;
    try {
      long olderMs = now.toEpochMilli() - TimeUnit.DAYS.toMillis(wanted.audit().days());
      long forgotten =
          log.forgetBefore(olderMs)
              .toCompletionStage()
              .toCompletableFuture()
              .get(FORGET_TIMEOUT_S, TimeUnit.SECONDS);
      if (forgotten > 0) {
        LOG.info("forgot {} old entries of the audit log", forgotten);
      }
    } catch (ExecutionException | TimeoutException e) {
      LOG.error("old entries of the audit log can't be forgotten", e);
    }
    try {
      long before = now.toEpochMilli() - TimeUnit.DAYS.toMillis(wanted.audit().addressDays());
      long forgotten =
          log.revise(new AuditRevision.AddressesBefore(before))
              .toCompletionStage()
              .toCompletableFuture()
              .get(FORGET_TIMEOUT_S, TimeUnit.SECONDS);
      if (forgotten > 0) {
        LOG.info("forgot whence {} entries of the audit log came", forgotten);
      }
    } catch (ExecutionException | TimeoutException e) {
      LOG.error("addresses of the audit log can't be forgotten; tried again each hour", e);
    }
    try {
      backup.onTick(wanted.backup(), now);
    } catch (IOException | RuntimeException e) {
      LOG.error(
          "today's backup can't be made in {}; it is tried again each hour",
          wanted.backup().directory(),
          e);
    }
  }
}
