package org.havatar.relay.access.people;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which names and passwords are allowed. Every check answers with a sentence for a person. */
public final class Names {
  public static final int MIN_PASSWORD_LENGTH = 10;
  public static final int MAX_PASSWORD_LENGTH = 200;
  public static final int MAX_TEXT_LENGTH = 200;
  private static final Pattern USER = Pattern.compile("[a-z0-9._@-]{1,64}");
  private static final Pattern ROBOT_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private Names() {}

  /** Account names are compared without regard to case. */
  public static String userName(String written) {
    return written.toLowerCase(Locale.ROOT);
  }

  public static Optional<String> faultOfUserName(String name) {
    return USER.matcher(name).matches()
        ? Optional.empty()
        : Optional.of("A user name has 1 to 64 of the characters a-z, 0-9, '.', '_', '@' and '-'.");
  }

  /** Also PROTOCOL.md §5. */
  public static Optional<String> faultOfRobotId(String robotId) {
    return ROBOT_ID.matcher(robotId).matches()
        ? Optional.empty()
        : Optional.of("A robot id has 1 to 64 of the characters A-Z, a-z, 0-9, '.', '_' and '-'.");
  }

  /** Display names, robots' names and types. */
  public static Optional<String> faultOfText(String text) {
    return ShownText.faultOf(text);
  }

  public static Optional<String> faultOfPassword(String password) {
    if (password.length() < MIN_PASSWORD_LENGTH) {
      return Optional.of("A password has at least " + MIN_PASSWORD_LENGTH + " characters.");
    }
    return password.length() > MAX_PASSWORD_LENGTH
        ? Optional.of("A password has at most " + MAX_PASSWORD_LENGTH + " characters.")
        : Optional.empty();
  }
}
