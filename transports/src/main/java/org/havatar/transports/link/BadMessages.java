package org.havatar.transports.link;

import java.util.ArrayDeque;
import java.util.Deque;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Decoded;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One link's honest mistakes and abuse (PROTOCOL.md §3, §5): each bad message is counted, answered
 * at most once a second for each code with the count since, and ten malformed ones in ten seconds
 * end the link. Unknown types are no abuse: a newer peer may send them, and in JSON an older one.
 */
public final class BadMessages {
  private static final int MOST = 10;
  private static final long WITHIN_MS = 10_000;

  private final Drops drops;
  private final boolean named;
  private final ErrorThrottle answers = new ErrorThrottle();
  private final Deque<Long> offencesMs = new ArrayDeque<>(MOST);

  /**
   * @param named the handshake named this protocol
   */
  public BadMessages(Drops drops, boolean named) {
    this.drops = drops;
    this.named = named;
  }

  /** Counts; the answer to send, or null when this code was answered within the last second. */
  public @Nullable ErrorReport onBad(Decoded.Bad bad, long nowMs) {
    Reason reason = Reason.ofWireName(bad.code());
    drops.count(reason);
    boolean spared = !named && bad.code().equals(Codes.UNKNOWN_MESSAGE);
    if (reason != Reason.UNKNOWN_TYPE && !spared) {
      if (offencesMs.size() == MOST) {
        offencesMs.removeFirst();
      }
      offencesMs.addLast(nowMs);
    }
    long count = answers.take(bad.code(), nowMs);
    return count == 0 ? null : new ErrorReport(bad.code(), sentence(bad), bad.commandId(), count);
  }

  /** True when the peer has earned its dismissal. */
  public boolean isAbuse(long nowMs) {
    return offencesMs.size() == MOST && nowMs - offencesMs.getFirst() <= WITHIN_MS;
  }

  private static String sentence(Decoded.Bad bad) {
    return "Not executed: " + bad.code() + " (" + bad.detail() + "). See PROTOCOL.md.";
  }
}
