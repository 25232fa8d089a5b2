package org.havatar.relay.config;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.havatar.relay.access.AccessOptions;
import org.havatar.relay.access.identity.IdentityOptions;
import org.havatar.relay.access.identity.LoginPolicy;
import org.havatar.relay.access.identity.LoginPolicy.TotpFor;
import org.havatar.relay.access.identity.PasskeyPolicy;
import org.havatar.relay.access.robots.RobotOptions;
import org.havatar.transports.settings.Settings;

/** The keys under {@code login} that concern logins, not the machine. */
final class LoginSettings {
  private static final int MOST_DAYS = 365;

  private LoginSettings() {}

  static AccessOptions read(Settings settings, PasskeyPolicy passkeys) {
    long idleMs = days(settings, "login.refresh_idle_days");
    long absoluteMs = days(settings, "login.refresh_absolute_days");
    if (absoluteMs < idleMs) {
      settings.fault(
          "login.refresh_absolute_days",
          "may not be less than %s: raise it or lower that"
              .formatted(settings.named("login.refresh_idle_days")));
    }
    IdentityOptions identity =
        new IdentityOptions(
            settings.integer("login.token_life_s", 60, IdentityOptions.MAX_TOKEN_LIFE_S),
            new LoginPolicy(
                idleMs, absoluteMs, days(settings, "login.signing_key_days"), totpFor(settings)),
            passkeys);
    return new AccessOptions(
        identity,
        1000 * settings.integer("login.ticket_life_s", 1, AccessOptions.MAX_TICKET_LIFE_MS / 1000),
        robots(settings));
  }

  private static RobotOptions robots(Settings settings) {
    return new RobotOptions(
        settings.flag("robots.users_may_register"),
        TimeUnit.DAYS.toMillis(settings.integer("robots.key_days", 1, 90)),
        TimeUnit.MINUTES.toMillis(settings.integer("robots.key_overlap_minutes", 1, 1440)),
        settings.integer("robots.most_of_account", 1, 10_000));
  }

  private static TotpFor totpFor(Settings settings) {
    List<String> names = List.of("none", "administrators", "everyone");
    return TotpFor.valueOf(
        settings.oneOf("login.totp_required_for", names).toUpperCase(Locale.ROOT));
  }

  private static long days(Settings settings, String key) {
    return TimeUnit.DAYS.toMillis(settings.integer(key, 1, MOST_DAYS));
  }
}
