package org.havatar.relay.access.people;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What people read of others: shown names, names and types of robots. It may be in any script, and
 * may neither turn the text around it nor hold what nobody sees nor mix scripts within a word, by
 * which one name looks like another (after UTS #39, "highly restrictive", for each word).
 */
final class ShownText {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  /** Marks on one letter that a script needs; more of them paint over other lines. */
  private static final int MOST_MARKS = 4;

  /** Scripts that people write in one word with each other. */
  private static final Set<UnicodeScript> WITH_HAN =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.HANGUL,
          UnicodeScript.LATIN);

  private ShownText() {}

  /** A sentence for a person, or empty when the text may be shown. */
  static Optional<String> faultOf(String text) {
    if (text.isBlank() || text.length() > Names.MAX_TEXT_LENGTH || hidesSomething(text)) {
      return Optional.of("A name has 1 to 200 characters and none that can't be seen.");
    }
    return mixesScripts(text)
        ? Optional.of("A word of a name has letters of one script: others look alike.")
        : Optional.empty();
  }

  private static boolean mixesScripts(String text) {
    Set<UnicodeScript> word = EnumSet.noneOf(UnicodeScript.class);
    for (int point : text.codePoints().toArray()) {
      UnicodeScript script = UnicodeScript.of(point);
      if (Character.isLetter(point) && script != UnicodeScript.COMMON) {
        word.add(script);
      } else if (!Character.isLetterOrDigit(point) && !isMark(point)) {
        word.clear();
      }
      if (word.size() > 1 && !WITH_HAN.containsAll(word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hidesSomething(String text) {
    int[] all = text.codePoints().toArray();
    int marks = 0;
    for (int i = 0; i < all.length; i++) {
      marks = isMark(all[i]) ? marks + 1 : 0;
      if (marks > MOST_MARKS || isHidden(all, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMark(int point) {
    int type = Character.getType(point);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }

  private static boolean isHidden(int[] all, int at) {
    return switch (Character.getType(all[at])) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.FORMAT -> !joins(all, at);
      default -> false;
    };
  }

  /** Emoji of several are joined, and Persian keeps letters apart, by what isn't seen itself. */
  private static boolean joins(int[] all, int at) {
    if (at == 0 || at == all.length - 1) {
      return false;
    }
    return switch (all[at]) {
      case ZERO_WIDTH_JOINER -> Character.isEmoji(all[at + 1]);
      case ZERO_WIDTH_NON_JOINER ->
          UnicodeScript.of(all[at - 1]) == UnicodeScript.ARABIC
              && UnicodeScript.of(all[at + 1]) == UnicodeScript.ARABIC;
      default -> false;
    };
  }
}
