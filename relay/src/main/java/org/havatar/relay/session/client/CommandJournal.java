package org.havatar.relay.session.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.relay.session.port.CommandLog;
import org.havatar.relay.session.port.CommandRecord;
import org.havatar.relay.session.port.SessionMetrics;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What one client does to one robot, for the command log: pairs setpoints with their
 * acknowledgements and writes runs of equal ones as one record.
 */
final class CommandJournal {
  /** A setpoint that was not acknowledged by then never will be. */
  static final long ANSWER_WITHIN_MS = 1000;

  /** Such a run is written, however long it goes on: who reads the log wants to see it. */
  static final long LONGEST_RUN_MS = 5000;

  private static final int MOST_OPEN = 128;

  /** A setpoint under way; {@code interim} is what a node said that holds it back for now. */
  private record Open(Drive drive, long sentMs, long epochMs, @Nullable Reason interim) {}

  private final String robotId;
  private final Supplier<String> identity;
  private final String account;
  private final long holder;
  private final CommandLog log;
  private final LongSupplier epochMs;
  private final SessionMetrics metrics;
  private final Deque<Open> open = new ArrayDeque<>();
  private @Nullable CommandRecord run;
  private long runSinceMs;
  private long nowMs;

  /**
   * @param identity of the robot; empty as long as it isn't known
   */
  CommandJournal(String robotId, Supplier<String> identity, Client client, LoopContext context) {
    this.robotId = robotId;
    this.identity = identity;
    this.account = client.account().name();
    this.holder = client.address().holder();
    this.log = context.ports().commandLog();
    this.epochMs = context.epochMs();
    this.metrics = context.metrics();
  }

  /** A setpoint went on towards the robot. */
  void carried(Drive drive, long atMs) {
    nowMs = atMs;
    if (open.size() == MOST_OPEN) {
      settle(open.removeFirst(), null);
    }
    open.addLast(new Open(drive, nowMs, epochMs.getAsLong(), null));
  }

  /** This session refused a setpoint. */
  void refused(Drive drive, Reason reason, long atMs) {
    nowMs = atMs;
    if (!answered(Ack.refusedByNode(drive, reason))) {
      write(drive, epochMs.getAsLong(), reason);
    }
  }

  void onAck(Ack ack, long atMs) {
    nowMs = atMs;
    answered(ack);
  }

  /** True when it answers a setpoint that is under way. */
  private boolean answered(Ack ack) {
    boolean held = ack.reason() == Reason.WINDOW_FULL || ack.reason() == Reason.LINK_FULL;
    Iterator<Open> each = open.iterator();
    while (each.hasNext()) {
      Open sent = each.next();
      if (sent.drive.sequence().equals(ack.sequence()) && sent.drive.term().equals(ack.term())) {
        each.remove();
        if (held) {
          open.addLast(new Open(sent.drive, sent.sentMs, sent.epochMs, ack.reason()));
        } else {
          settle(sent, ack.reason());
        }
        return true;
      }
    }
    return false;
  }

  private void settle(Open sent, @Nullable Reason reason) {
    Reason known = reason == null ? sent.interim : reason;
    write(sent.drive, sent.epochMs, known);
  }

  /** Once for each setpoint. */
  private void write(Drive drive, long sentAtMs, @Nullable Reason outcome) {
    metrics.commandSettled(outcome);
    String fate = outcome == null ? CommandRecord.UNANSWERED : outcome.wireName();
    add(record("drive", drive.leftPermille(), drive.rightPermille(), sentAtMs, fate));
  }

  /** Something that is no setpoint, such as a stop. */
  void event(String kind, String fate) {
    flush();
    log.add(record(kind, 0, 0, epochMs.getAsLong(), fate));
  }

  private CommandRecord record(String kind, int left, int right, long atMs, String fate) {
    String known = identity.get();
    return new CommandRecord(
        robotId,
        known.isEmpty() ? robotId : known,
        atMs,
        atMs,
        account,
        holder,
        kind,
        left,
        right,
        fate,
        1);
  }

  private void add(CommandRecord next) {
    CommandRecord longer = run == null ? null : run.with(next, LONGEST_RUN_MS);
    if (longer == null) {
      flush();
      runSinceMs = nowMs;
      longer = next;
    }
    run = longer;
  }

  /** True while something waits for its answer or is to be written. */
  boolean isOpen() {
    return run != null || !open.isEmpty();
  }

  /** Time has passed. */
  void onTick(long atMs) {
    nowMs = atMs;
    Iterator<Open> each = open.iterator();
    while (each.hasNext()) {
      Open sent = each.next();
      if (nowMs - sent.sentMs >= ANSWER_WITHIN_MS) {
        each.remove();
        settle(sent, null);
      }
    }
    if (nowMs - runSinceMs >= LONGEST_RUN_MS) {
      flush();
    }
  }

  /** The client leaves the robot: nobody will hear what became of what is under way. */
  void close() {
    while (!open.isEmpty()) {
      settle(open.removeFirst(), null);
    }
    flush();
  }

  private void flush() {
    CommandRecord written = run;
    run = null;
    if (written != null) {
      log.add(written);
    }
  }
}
