package org.havatar.relay.config;

import org.havatar.transports.settings.Settings;

/**
 * How long rights hold that nobody can confirm.
 *
 * @param graceMs while somebody may have changed them
 * @param outageMs in any case, not less than {@code graceMs}
 */
public record OutageRules(int graceMs, int outageMs) {
  static OutageRules read(Settings settings) {
    int graceS = settings.integer("access.grace_s", 0, 60);
    int outageS = settings.integer("access.outage_s", 0, 3600);
    if (outageS < graceS) {
      settings.fault(
          "access.outage_s",
          "may not be less than %s: raise it or lower that"
              .formatted(settings.named("access.grace_s")));
    }
    return new OutageRules(1000 * graceS, 1000 * outageS);
  }
}
