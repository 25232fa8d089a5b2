package org.havatar.transports.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which known name somebody meant who wrote an unknown one. */
final class NearestName {
  private NearestName() {}

  /**
   * The known name that takes the fewest changed letters, if that is at most a third of them; else
   * one that only stands in another section.
   */
  static Optional<String> of(String written, Collection<String> known) {
    int most = Math.max(1, written.length() / 3);
    Optional<String> near =
        known.stream()
            .filter(name -> distance(written, name) <= most)
            .min(
                Comparator.comparingInt((String name) -> distance(written, name))
                    .thenComparing(Comparator.naturalOrder()));
    return near.isPresent()
        ? near
        : known.stream().sorted().filter(name -> last(name).equals(last(written))).findFirst();
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  /** Letters to insert, take away or exchange (Levenshtein), a swap of neighbours counting two. */
  static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      row[column] = column;
    }
    for (int line = 1; line <= from.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column <= to.length(); column++) {
        int exchanged = from.charAt(line - 1) == to.charAt(column - 1) ? diagonal : diagonal + 1;
        diagonal = row[column];
        row[column] = Math.min(exchanged, 1 + Math.min(row[column], row[column - 1]));
      }
    }
    return row[to.length()];
  }
}
