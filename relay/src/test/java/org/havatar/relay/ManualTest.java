package org.havatar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.havatar.relay.config.RelayConfig;
import org.junit.jupiter.api.Test;

/** What the manual says about reloading is what the program does. */
final class ManualTest {
  private static final String MARK = "Reloaded by SIGHUP.";
  private static final Pattern SECTION = Pattern.compile("([a-z_]+):");
  private static final Pattern KEY = Pattern.compile("  ([a-z_]+): .+");

  /** Keys right below each other share the comment above them. */
  private static Set<String> marked() {
    Set<String> marked = new HashSet<>();
    String section = "";
    boolean mark = false;
    for (String line : RelayConfig.MANUAL.text().lines().toList()) {
      Matcher opens = SECTION.matcher(line);
      Matcher key = KEY.matcher(line);
      if (opens.matches()) {
        section = opens.group(1);
      } else if (line.isBlank()) {
        mark = false;
      } else if (line.contains(MARK)) {
        mark = true;
      } else if (mark && key.matches()) {
        marked.add(section + "." + key.group(1));
      }
    }
    return marked;
  }

  @Test
  void theKeysThatTheManualCallsReloadedAreThoseThatTheProgramTakesAnew() {
    assertThat(marked()).isEqualTo(RelayConfig.RELOADED);
  }
}
