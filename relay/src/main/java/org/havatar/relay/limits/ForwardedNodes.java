package org.havatar.relay.limits;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the nodes that forwarding headers name, from the farthest to the nearest. Nothing here
 * throws: an element that can't be read is a node without an address.
 */
final class ForwardedNodes {
  private static final String UNREADABLE = "";

  /** {@code 192.0.2.1}, {@code 192.0.2.1:4711}. */
  private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d{1,5})?");

  /** {@code [2001:db8::1]}, {@code [2001:db8::1]:4711}. */
  private static final Pattern BRACKETED = Pattern.compile("\\[([0-9a-fA-F:.]+)](?::\\d{1,5})?");

  /** {@code 2001:db8::1}: without brackets there is no port. */
  private static final Pattern IPV6 = Pattern.compile("([0-9a-fA-F:.]*:[0-9a-fA-F:.]*)");

  private ForwardedNodes() {}

  static List<String> ofForwardedFor(List<String> values) {
    List<String> nodes = new ArrayList<>();
    for (String value : values) {
      for (String element : value.split(",", -1)) {
        nodes.add(element.trim());
      }
    }
    return nodes;
  }

  /** RFC 7239: elements by comma, pairs by semicolon, values as tokens or in quotes. */
  static List<String> ofForwarded(List<String> values) {
    List<String> nodes = new ArrayList<>();
    for (String value : values) {
      if (isOpenEnded(value)) {
        nodes.add(UNREADABLE); // a visitor's quote would swallow what the proxy has added behind it
      } else {
        parts(value, ',').forEach(element -> nodes.add(forOf(element)));
      }
    }
    return nodes;
  }

  private static boolean isOpenEnded(String value) {
    boolean quoted = false;
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) == '\\' && quoted) {
        i++;
      } else if (value.charAt(i) == '"') {
        quoted = !quoted;
      }
    }
    return quoted;
  }

  private static String forOf(String element) {
    String found = UNREADABLE;
    for (String pair : parts(element, ';')) {
      String[] sides = pair.split("=", 2);
      if (sides.length == 2 && sides[0].trim().toLowerCase(Locale.ROOT).equals("for")) {
        if (!found.equals(UNREADABLE)) {
          return UNREADABLE; // twice in one element: nobody can tell which
        }
        found = unquoted(sides[1].trim());
      }
    }
    return found;
  }

  /** Cuts at separators outside of quotes. */
  private static List<String> parts(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
  }

  /** Null for {@code unknown}, for hidden names like {@code _proxy7}, and for nonsense. */
  static @Nullable InetAddress address(String node) {
    for (Pattern form : List.of(IPV4, BRACKETED, IPV6)) {
      Matcher matcher = form.matcher(node);
      if (matcher.matches()) {
        return AddressGroups.parse(matcher.group(1));
      }
    }
    return null;
  }
}
