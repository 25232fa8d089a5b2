package org.havatar.relay.session.port;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Port: where the command log outlives the process. Any thread; nothing here blocks. */
public interface CommandArchive {
  /** Appends, and forgets the oldest beyond its bound. Fails when it can't. */
  CompletionStage<Void> append(List<CommandRecord> batch);

  /** Finds records of one robot in the order of their time, and looks at no others. */
  CompletionStage<List<Entry>> find(Query query);

  /** Forgets what happened before {@code epochMs}; tells how many records went. */
  CompletionStage<Long> forgetBefore(long epochMs);

  /**
   * Records of one account, newest first, for whom they are about; looks at no others.
   *
   * @param after cursor of the last one known; empty: from the newest
   * @param most how many at most; fewer: there are no more
   */
  CompletionStage<List<Entry>> ofAccount(String account, String after, int most);

  /** Puts {@code pseudonym} in the place of an account's name; tells how many records had it. */
  CompletionStage<Long> anonymize(String account, String pseudonym);

  /**
   * Which records.
   *
   * @param robot identity of the robot: what one was told that had its id before is not found
   * @param fromMs epoch milliseconds, inclusive, of a record's first command
   * @param toMs exclusive
   * @param after cursor of the last entry that is known already, or empty
   */
  record Query(String robot, long fromMs, long toMs, String after, int most) {}

  /**
   * A record as it is kept.
   *
   * @param cursor its place, for the next query
   */
  record Entry(String cursor, CommandRecord record) {}
}
