package org.havatar.bridge;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.havatar.transports.settings.LiveSettings;
import org.havatar.transports.settings.LiveSettings.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What SIGHUP does, on the signal's thread; it ends nothing, whatever the files hold. */
final class Reload implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
  private static final int TAKE_LIMIT_S = 10;

  private final LiveSettings<BridgeConfiguration> settings;
  private final BridgeVerticle bridge;

  Reload(LiveSettings<BridgeConfiguration> settings, BridgeVerticle bridge) {
    this.settings = settings;
    this.bridge = bridge;
  }

  @Override
  public void run() {
    try {
      tell(settings.reload(this::take));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("the settings can't be reloaded", e);
    }
  }

  private void take(BridgeConfiguration fresh) throws IOException, InterruptedException {
    try {
      bridge.follow(fresh).toCompletableFuture().get(TAKE_LIMIT_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("The certificates to trust can't be exchanged: " + e + ".", e);
    }
    fresh.log().apply();
  }

  private static void tell(Outcome outcome) {
    switch (outcome) {
      case Outcome.Refused refused ->
          LOG.error(
              "the settings are wrong, nothing was changed: {}",
              String.join(" ", refused.faults()));
      case Outcome.Taken taken -> {
        LOG.info("reloaded the settings, changed: {}", taken.changes());
        if (!taken.waiting().isEmpty()) {
          LOG.warn("these need a restart: {}", taken.waiting());
        }
      }
    }
  }
}
