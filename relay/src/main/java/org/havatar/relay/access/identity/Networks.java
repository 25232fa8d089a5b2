package org.havatar.relay.access.identity;

import java.util.List;

/**
 * The networks that an address is in, the narrowest first, so that nobody guesses on by walking
 * from one address of theirs to the next: of IPv6 a household has a /64 or a /56, a site a /48. An
 * IPv4 address stands for itself.
 */
final class Networks {
  private static final String HOUSEHOLD = "/64";
  private static final int DIGITS_OF_56 = 14;
  private static final int DIGITS_OF_48 = 12;

  /** How many there are at most. */
  static final int MOST = 3;

  private Networks() {}

  /**
   * @param group see {@link Origin}
   */
  static List<String> of(String group) {
    return group.endsWith(HOUSEHOLD) && group.length() > DIGITS_OF_56
        ? List.of(
            group,
            group.substring(0, DIGITS_OF_56) + "/56",
            group.substring(0, DIGITS_OF_48) + "/48")
        : List.of(group);
  }
}
