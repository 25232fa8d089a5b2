package org.havatar.relay.limits;

import java.util.List;

/** Limits with the usual figures where a test is about others. */
public final class UsualLimits {
  public static final ProxyOptions NO_PROXIES =
      new ProxyOptions(List.of(), ProxyOptions.Header.X_FORWARDED_FOR, false);

  private UsualLimits() {}

  public static LimitOptions of(
      Rate api, Rate commands, Rate page, Rate newSockets, int openSockets, boolean exempt) {
    return new LimitOptions(
        api,
        commands,
        page,
        newSockets,
        openSockets,
        ConnectionOptions.USUAL,
        LimitOptions.ROBOTS,
        exempt);
  }
}
