package org.havatar.relay.access;

import java.util.concurrent.TimeUnit;
import org.havatar.relay.access.identity.IdentityOptions;
import org.havatar.relay.access.identity.LoginPolicy;
import org.havatar.relay.access.identity.LoginPolicy.TotpFor;
import org.havatar.relay.access.identity.PasskeyPolicy;
import org.havatar.relay.access.robots.RobotOptions;

/** The figures that tests run with: those of {@code relay.yaml} where nobody says anything else. */
public final class UsualOptions {
  public static final LoginPolicy LOGINS = logins(TotpFor.ADMINISTRATORS);

  /** A password alone is enough for everybody. */
  public static final LoginPolicy ONE_FACTOR = logins(TotpFor.NONE);

  public static final RobotOptions ROBOTS =
      new RobotOptions(false, 86_400_000, 3_600_000, RobotOptions.MOST_OF_ACCOUNT);

  private UsualOptions() {}

  public static LoginPolicy logins(TotpFor whom) {
    return new LoginPolicy(
        TimeUnit.DAYS.toMillis(30), TimeUnit.DAYS.toMillis(90), TimeUnit.DAYS.toMillis(30), whom);
  }

  /** Without passkeys. */
  public static AccessOptions of(LoginPolicy logins) {
    return of(logins, ROBOTS, PasskeyPolicy.OFF);
  }

  public static AccessOptions of(LoginPolicy logins, RobotOptions robots, PasskeyPolicy passkeys) {
    return new AccessOptions(new IdentityOptions(900, logins, passkeys), 30_000, robots);
  }
}
