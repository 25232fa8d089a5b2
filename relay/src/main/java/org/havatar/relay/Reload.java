package org.havatar.relay;

import org.havatar.relay.config.RelayConfig;
import org.havatar.relay.node.RunningRelay;
import org.havatar.transports.settings.LiveSettings;
import org.havatar.transports.settings.LiveSettings.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What SIGHUP does, on the signal's thread; it ends nothing, whatever the files hold. */
final class Reload implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Reload.class);

  private final LiveSettings<RelayConfig> settings;
  private final RunningRelay relay;

  Reload(LiveSettings<RelayConfig> settings, RunningRelay relay) {
    this.settings = settings;
    this.relay = relay;
  }

  @Override
  public void run() {
    try {
      tell(settings.reload(relay::follow));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("the settings can't be reloaded", e);
    }
  }

  private static void tell(Outcome outcome) {
    switch (outcome) {
      case Outcome.Refused refused ->
          log.error(
              "the settings are wrong, nothing was changed: {}",
              String.join(" ", refused.faults()));
      case Outcome.Taken taken -> {
        log.info("reloaded the settings, changed: {}", taken.changes());
        if (!taken.waiting().isEmpty()) {
          log.warn("these need a restart: {}", taken.waiting());
        }
      }
    }
  }
}
