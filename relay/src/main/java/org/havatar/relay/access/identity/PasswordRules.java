package org.havatar.relay.access.identity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.havatar.relay.access.Names;

/** Which passwords people may choose: long ones that nobody guesses first (NIST SP 800-63B). */
public final class PasswordRules {
  private static final int FEWEST_DIFFERENT = 4;
  private static final int SHORTEST_NAME_THAT_COUNTS = 3;
  private static final Set<String> COMMON = common();

  private PasswordRules() {}

  /** A sentence for a person; empty: it is good. */
  public static Optional<String> faultOf(String password, String userName) {
    Optional<String> fault = Names.faultOfPassword(password);
    if (fault.isPresent()) {
      return fault;
    }
    String plain = password.toLowerCase(Locale.ROOT);
    if (userName.length() >= SHORTEST_NAME_THAT_COUNTS && plain.contains(userName)) {
      return Optional.of("A password may not contain the user name.");
    }
    boolean common =
        COMMON.contains(plain)
            || plain.chars().distinct().count() < FEWEST_DIFFERENT
            || isSequence(plain);
    return common
        ? Optional.of("This password is one of the first that others guess. Choose another.")
        : Optional.empty();
  }

  /** Like 1234567890 or zyxwvutsrqp. */
  private static boolean isSequence(String text) {
    int step = text.charAt(1) - text.charAt(0);
    boolean even = Math.abs(step) == 1;
    for (int i = 1; even && i < text.length(); i++) {
      int next = text.charAt(i) - text.charAt(i - 1);
      even = next == step || (text.charAt(i) == '0' && text.charAt(i - 1) == '9');
    }
    return even;
  }

  private static Set<String> common() {
    try (InputStream in = PasswordRules.class.getResourceAsStream("common-passwords.txt")) {
      if (in == null) {
        throw new IllegalStateException("the list of common passwords was not packed");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
