package org.havatar.ops.kit;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** One link of a {@link Network}: what is told to it, and what it counted. */
public final class ImpairedLink {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(20);
  private static final Pattern DONE_AT = Pattern.compile("\"at_ns\":(\\d+)");

  private final Program program;
  private final String name;
  private final String near;
  private final String far;
  private final Pattern answer;

  ImpairedLink(Program program, String name, String near, String far) {
    this.program = program;
    this.name = name;
    this.near = near;
    this.far = far;
    answer = Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\{.*\\})$");
  }

  /** Which way packets go. */
  public enum Way {
    /** From the near end, the first in the link's name. */
    UP,
    DOWN;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The IPv4 address of the end that is named first. */
  public String nearAddress() {
    return near;
  }

  /** The IPv4 address of the other end. */
  public String farAddress() {
    return far;
  }

  /**
   * Changes the link, as in {@code both loss 5%}, {@code down profile lte}, {@code rebind udp}.
   *
   * @return when it was carried out, System.nanoTime: both read the system's monotonic clock
   * @throws IllegalArgumentException it was refused
   */
  public long tell(String words) {
    return DONE_AT
        .matcher(ask(words))
        .results()
        .mapToLong(at -> Long.parseLong(at.group(1)))
        .findFirst()
        .orElseThrow();
  }

  /** Loses everything that way, without a word to either end, until it is healed. */
  public long cut(Way way) {
    return tell(way.word() + " cut");
  }

  /** Cuts both ways. */
  public long cut() {
    return tell("both cut");
  }

  /** Carries on both ways, as before the cut. */
  public long heal() {
    return tell("both heal");
  }

  /** One of its counters ({@code ops/lib/impair/README.md}), as in {@code count(UP, "lost")}. */
  public long count(Way way, String counter) {
    Pattern wanted =
        Pattern.compile("\"" + way.word() + "\":\\{[^}]*\"" + Pattern.quote(counter) + "\":(\\d+)");
    return wanted
        .matcher(ask("counters"))
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no counter " + counter));
  }

  /** The answers come in the order of the questions. */
  private String ask(String words) {
    int before = answers().size();
    program.tell(name + " " + words);
    Wait.until(name + " " + words, ANSWERS_WITHIN, () -> answers().size() > before);
    String said = answers().get(before);
    if (said.startsWith("{\"refused\"")) {
      throw new IllegalArgumentException(said);
    }
    return said;
  }

  private List<String> answers() {
    return answer
        .matcher(program.log())
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }
}
