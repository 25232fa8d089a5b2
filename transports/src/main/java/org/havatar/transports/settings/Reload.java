package org.havatar.transports.settings;

import org.havatar.transports.settings.LiveSettings.Outcome;
import org.havatar.transports.settings.LiveSettings.Taker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What SIGHUP does, on the signal's thread; it ends nothing, whatever the files hold.
 *
 * @param <C> the program's settings, checked
 */
public final class Reload<C> implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

  private final LiveSettings<C> settings;
  private final Taker<C> program;

  public Reload(LiveSettings<C> settings, Taker<C> program) {
    this.settings = settings;
    this.program = program;
  }

  @Override
  public void run() {
    try {
      tell(settings.reload(program));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("the settings can't be reloaded", e);
    }
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
