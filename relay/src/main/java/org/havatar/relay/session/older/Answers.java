package org.havatar.relay.session.older;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.jspecify.annotations.Nullable;

/** Gives each {@code motor_control} exactly one {@code motor_response}, within 500 ms. */
final class Answers {
  static final long WITHIN_MS = 500;
  static final int MOST = 256;

  private static final double MILLI = 1000;

  /** A command that is not answered yet. */
  static final class Open {
    private final String id;
    private final long deadlineMs;
    private @Nullable Sequence first;
    private Sequence last = Sequence.ZERO;
    private String code = Codes.UNAVAILABLE;
    private boolean isAnswered;

    private Open(String id, long deadlineMs) {
      this.id = id;
      this.deadlineMs = deadlineMs;
    }

    boolean isAnswered() {
      return isAnswered;
    }

    /** Why it has not been executed so far. */
    void because(String code) {
      this.code = code;
    }

    private boolean wasSentAs(Sequence sequence) {
      Sequence from = first;
      return from != null && !from.isNewerThan(sequence) && !sequence.isNewerThan(last);
    }
  }

  private final Link link;
  private final LongSupplier epochMs;
  private final Deque<Open> open = new ArrayDeque<>();
  private long unnamed;

  Answers(Link link, LongSupplier epochMs) {
    this.link = link;
    this.epochMs = epochMs;
  }

  /**
   * A command came.
   *
   * @param id as JSON text; null is given one
   */
  Open open(@Nullable String id, long nowMs) {
    if (open.size() == MOST) {
      refuse(open.getFirst(), Reason.WINDOW_FULL.wireName());
    }
    Open command = new Open(id == null ? "\"relay-" + ++unnamed + "\"" : id, nowMs + WITHIN_MS);
    open.addLast(command);
    return command;
  }

  /** It goes to the robot under that number, or again under a further one. */
  void onSent(Open command, Sequence sequence) {
    command.first = command.first == null ? sequence : command.first;
    command.last = sequence;
  }

  /** A newer command takes its place. */
  void onReplaced(Open command) {
    if (command.first == null) {
      refuse(command, Reason.SUPERSEDED.wireName());
    }
  }

  /**
   * @param again the command is sent again soon, so that a refusal is not the last word
   */
  void onAck(Ack ack, boolean again) {
    for (Open each : open) {
      if (each.wasSentAs(ack.sequence())) {
        if (ack.reason() == Reason.ACCEPTED) {
          answer(each, true, "OK", null);
        } else if (again || isPassing(ack.reason())) {
          each.code = ack.reason().wireName();
        } else {
          refuse(each, ack.reason().wireName());
        }
        return;
      }
    }
  }

  /** The setpoint may still go, or another that says the same. */
  private static boolean isPassing(Reason reason) {
    return switch (reason) {
      case WINDOW_FULL, LINK_FULL, SUPERSEDED -> true;
      default -> false;
    };
  }

  void refuse(Open command, String code) {
    refuse(command, code, Sentences.about(code));
  }

  void refuse(Open command, String code, String message) {
    answer(command, false, message, code);
  }

  /** Nobody can drive: all that wait are told why. */
  void refuseAll(String code, String message) {
    while (!open.isEmpty()) {
      refuse(open.getFirst(), code, message);
    }
  }

  void onTick(long nowMs) {
    // in order of their deadlines
    for (Open oldest = open.peekFirst();
        oldest != null && nowMs - oldest.deadlineMs >= 0;
        oldest = open.peekFirst()) {
      refuse(oldest, oldest.code);
    }
  }

  private void answer(Open command, boolean ok, String message, @Nullable String code) {
    if (!command.isAnswered) {
      command.isAnswered = true;
      open.remove(command);
      link.offer(new MotorResponse(command.id, ok, message, code, epochMs.getAsLong() / MILLI));
    }
  }
}
