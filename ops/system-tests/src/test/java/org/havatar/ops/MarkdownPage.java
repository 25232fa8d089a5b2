package org.havatar.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One Markdown file of the checkout, as far as it can be wrong: where its links lead, and what it
 * writes as code.
 */
final class MarkdownPage {
  private static final Pattern FENCE = Pattern.compile("^\\s*(```|~~~).*");
  private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+(.*?)\\s*#*$");
  private static final Pattern CODE_SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern QUOTED = Pattern.compile("“([^”]+)”");

  private final Path file;
  private final List<String> lines;
  private final List<String> prose = new ArrayList<>();
  private final List<String> blocks = new ArrayList<>();

  private MarkdownPage(Path file, List<String> lines) {
    this.file = file;
    this.lines = lines;
    boolean fenced = false;
    for (String line : lines) {
      if (FENCE.matcher(line).matches()) {
        fenced = !fenced;
      } else {
        // an indented line is a block of code too, unless it goes on with a list
        boolean isBlock = fenced || line.startsWith("    ");
        (isBlock ? blocks : prose).add(line);
      }
    }
  }

  static MarkdownPage read(Path file) {
    try {
      return new MarkdownPage(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file() {
    return file;
  }

  int lineCount() {
    return lines.size();
  }

  /** What stands between single backticks, outside blocks. */
  List<String> codeSpans() {
    return prose.stream().flatMap(line -> groups(CODE_SPAN, line)).toList();
  }

  /** The lines of blocks of code. */
  List<String> blockLines() {
    return List.copyOf(blocks);
  }

  /** Targets of links, images among them, as written. */
  List<String> links() {
    return prose.stream().flatMap(line -> groups(LINK, withoutCode(line))).toList();
  }

  /** What stands in typographic quotation marks. */
  List<String> quotations() {
    return groups(QUOTED, String.join(" ", prose)).toList();
  }

  /** The anchors that a reader of this page can jump to, as GitHub names them. */
  Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String line : prose) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        String slug = slug(heading.group(1));
        int before = seen.merge(slug, 1, Integer::sum) - 1;
        anchors.add(before == 0 ? slug : slug + "-" + before);
      }
    }
    return anchors;
  }

  private static String slug(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
        .replace(' ', '-');
  }

  private static String withoutCode(String line) {
    return CODE_SPAN.matcher(line).replaceAll("");
  }

  private static Stream<String> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1));
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
