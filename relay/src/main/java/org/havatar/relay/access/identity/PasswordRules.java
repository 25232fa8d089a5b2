package org.havatar.relay.access.identity;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.havatar.relay.access.people.Names;

/**
 * Which passwords people may choose: long ones that nobody guesses first (NIST SP 800-63B). Nobody
 * does those of the list of zxcvbn, which counts what was leaked, and of a list of longer ones; nor
 * those that are one of them but for what is put around it: a few digits, signs, letters written as
 * digits.
 */
public final class PasswordRules {
  private static final int FEWEST_DIFFERENT = 4;
  private static final int SHORTEST_NAME_THAT_COUNTS = 3;

  /** Characters around a common password that make no other one of it. */
  private static final int MOST_AROUND = 5;

  private static final int SHORTEST_CORE = 4;
  private static final Pattern AROUND =
      Pattern.compile("([^\\p{L}]*+)(\\p{L}(?:.*\\p{L})?)([^\\p{L}]*)", Pattern.DOTALL);
  private static final Pattern CORE_IN_CODE =
      Pattern.compile("([^\\p{L}@$]*+)([\\p{L}@$](?:.*[\\p{L}@$])?)([^\\p{L}]*)", Pattern.DOTALL);
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
        isCommon(plain)
            || plain.chars().distinct().count() < FEWEST_DIFFERENT
            || isSequence(plain)
            || isTrivial(plain);
    return common
        ? Optional.of("This password is one of the first that others guess. Choose another.")
        : Optional.empty();
  }

  /** As it is, or with letters written as digits and signs. */
  private static boolean isCommon(String text) {
    return COMMON.contains(text)
        || COMMON.contains(spelt(text, 'i'))
        || COMMON.contains(spelt(text, 'l'));
  }

  private static String spelt(String text, char one) {
    StringBuilder spelt = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      spelt.append(
          switch (each) {
            case '0' -> 'o';
            case '1', '!', '|' -> one;
            case '3' -> 'e';
            case '4', '@' -> 'a';
            case '5', '$' -> 's';
            case '7', '+' -> 't';
            default -> each;
          });
    }
    return spelt.toString();
  }

  /** Something common once or twice, with a few characters around, or with something common. */
  private static boolean isTrivial(String plain) {
    int half = plain.length() / 2;
    if (plain.length() % 2 == 0
        && plain.startsWith(plain.substring(half))
        && isCommon(plain.substring(half))) {
      return true;
    }
    for (Pattern each : List.of(AROUND, CORE_IN_CODE)) {
      Matcher parts = each.matcher(plain);
      if (parts.matches()
          && parts.group(2).length() >= SHORTEST_CORE
          && isCommon(parts.group(2))
          && isLittle(parts.group(1) + parts.group(3))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLittle(String around) {
    return around.length() <= MOST_AROUND || COMMON.contains(around) || isSequence(around);
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
      Set<String> all =
          new HashSet<>(StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies());
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(all::add);
      return Set.copyOf(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many there are, for tests. */
  static int known() {
    return COMMON.size();
  }
}
