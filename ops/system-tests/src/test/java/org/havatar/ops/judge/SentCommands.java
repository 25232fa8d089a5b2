package org.havatar.ops.judge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.havatar.ops.judge.BoardLog.Setpoint;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Sequence;

/** What the tests' drivers made and when, to be held against what the board executed. */
public final class SentCommands {
  /**
   * Stamps are whole milliseconds, of the robot's clock and of the board's: an age may read up to
   * one too small on each.
   */
  public static final long GRANULARITY_NS = Duration.ofMillis(2).toNanos();

  private record Key(Numbered term, Sequence sequence) {}

  private record Made(long atNs, Drive drive) {}

  private final Map<Key, Made> made = new ConcurrentHashMap<>();

  /** To be called before the drive is handed to a socket. */
  public void made(Drive drive, long atNs) {
    made.put(new Key(drive.term(), drive.sequence()), new Made(atNs, drive));
  }

  /** When that one was made; now for one that was never made. */
  public long madeNs(Numbered term, Sequence sequence) {
    Made origin = made.get(new Key(term, sequence));
    return origin == null ? System.nanoTime() : origin.atNs;
  }

  /** Sentences about setpoints that must not have been executed: too old, unknown, or altered. */
  public List<String> wronglyExecuted(List<Setpoint> executed) {
    List<String> wrong = new ArrayList<>();
    for (Setpoint setpoint : executed) {
      Made origin = made.get(new Key(setpoint.term(), setpoint.sequence()));
      if (origin == null) {
        wrong.add(setpoint + " was never sent");
        continue;
      }
      long ageNs = setpoint.atNs() - origin.atNs;
      if (ageNs > Duration.ofMillis(origin.drive.ttlMs()).toNanos() + GRANULARITY_NS) {
        wrong.add(setpoint + " was " + ageNs / 1_000_000 + " ms old");
      }
      if (faster(setpoint.leftPermille(), origin.drive.leftPermille())
          || faster(setpoint.rightPermille(), origin.drive.rightPermille())) {
        wrong.add(setpoint + " is not what was sent: " + origin.drive);
      }
    }
    return wrong;
  }

  /** A stage may slow a track down, never turn it round or speed it up. */
  private static boolean faster(int executed, int sent) {
    return executed != 0
        && (Integer.signum(executed) != Integer.signum(sent)
            || Math.abs(executed) > Math.abs(sent));
  }
}
