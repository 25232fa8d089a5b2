package org.havatar.relay.access.identity;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an account keeps against guessing, void with its password. */
public record Guard(CodeGuesses codes, List<KnownBrowser> browsers) {
  /** The one that logged in longest ago goes when there would be more. */
  static final int MOST_BROWSERS = 16;

  public static final Guard NONE = new Guard(CodeGuesses.NONE, List.of());

  Guard with(CodeGuesses changed) {
    return new Guard(changed, browsers);
  }

  Guard withoutBrowsers() {
    return new Guard(codes, List.of());
  }

  /**
   * After a login with all that the account needs.
   *
   * @param shown by the browser; what it was given before is over
   * @param given what it will show from now on; empty: it keeps nothing
   */
  Guard knowing(String shown, String given, long nowMs) {
    if (given.isEmpty()) {
      return this;
    }
    Stream<KnownBrowser> others =
        browsers.stream().filter(each -> !each.is(shown) && !each.isOver(nowMs));
    return new Guard(
        codes,
        Stream.concat(Stream.of(KnownBrowser.of(given, nowMs)), others)
            .limit(MOST_BROWSERS)
            .toList());
  }

  /** With a failure of that browser; empty when it is none of these, or may not try any more. */
  Optional<Guard> charged(String shown, long nowMs) {
    return browsers.stream()
        .filter(each -> each.is(shown) && each.mayTry(nowMs))
        .findFirst()
        .map(found -> replaced(found, found.with(found.failures() + 1)));
  }

  /** One of its failures was none; the same when it is none of these. */
  Guard discharged(String shown) {
    return browsers.stream()
        .filter(each -> each.is(shown))
        .findFirst()
        .map(found -> replaced(found, found.with(found.failures() - 1)))
        .orElse(this);
  }

  private Guard replaced(KnownBrowser old, KnownBrowser changed) {
    return new Guard(
        codes, browsers.stream().map(each -> each.equals(old) ? changed : each).toList());
  }
}
