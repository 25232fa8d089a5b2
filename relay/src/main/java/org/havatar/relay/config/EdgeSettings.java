package org.havatar.relay.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.havatar.relay.limits.ConnectionOptions;
import org.havatar.relay.limits.LimitOptions;
import org.havatar.relay.limits.ProxyOptions;
import org.havatar.relay.limits.ProxyOptions.Header;
import org.havatar.relay.limits.ProxyOptions.Network;
import org.havatar.relay.limits.Rate;
import org.havatar.transports.settings.Settings;

/** Reads the sections limits and proxy. */
final class EdgeSettings {
  private static final int MOST = 100_000;

  private EdgeSettings() {}

  static LimitOptions limits(Settings settings) {
    return new LimitOptions(
        rate(settings, "limits.api"),
        rate(settings, "limits.commands"),
        rate(settings, "limits.page"),
        rate(settings, "limits.sockets"),
        settings.integer("limits.sockets_open", 1, MOST),
        new ConnectionOptions(
            rate(settings, "limits.connections"),
            settings.integer("limits.connections_open", 1, MOST),
            rate(settings, "limits.page_kb")),
        rate(settings, "limits.robots"),
        settings.flag("limits.exempt_loopback"));
  }

  private static Rate rate(Settings settings, String prefix) {
    Rate rate =
        new Rate(
            settings.integer(prefix + "_per_second", 1, MOST),
            settings.integer(prefix + "_burst", 1, MOST));
    if (rate.burst() < rate.perSecond()) {
      settings.fault(
          prefix + "_burst",
          "may not be less than %s: raise it or lower that"
              .formatted(settings.named(prefix + "_per_second")));
    }
    return rate;
  }

  static ProxyOptions proxy(Settings settings) {
    List<Network> trusted = new ArrayList<>();
    for (String text : settings.list("proxy.trusted")) {
      Optional<Network> network = Network.parse(text);
      network.ifPresentOrElse(
          trusted::add,
          () ->
              settings.fault(
                  "proxy.trusted",
                  "has to hold addresses and networks, like 10.0.0.7 or fd00::/8: \"%s\""
                      .formatted(text)));
    }
    String header = settings.oneOf("proxy.header", List.of("x-forwarded-for", "forwarded"));
    boolean protocol = settings.flag("proxy.protocol");
    if (protocol && trusted.isEmpty()) {
      settings.fault(
          "proxy.protocol",
          "needs %s: without it nobody could connect".formatted(settings.named("proxy.trusted")));
    }
    return new ProxyOptions(
        trusted, header.equals("forwarded") ? Header.FORWARDED : Header.X_FORWARDED_FOR, protocol);
  }
}
