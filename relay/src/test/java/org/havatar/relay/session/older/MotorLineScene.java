package org.havatar.relay.session.older;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.havatar.relay.session.FakeLink;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.jspecify.annotations.Nullable;

/** The line to an older robot, and what it tells of what became of things. */
abstract class MotorLineScene {
  static final Numbered LATCH = new Numbered(3, 9);

  private static final Numbered TERM = new Numbered(3, 4);

  /** What the register says of whatever is about to be written. */
  @Nullable Reason refusal;

  final FakeLink link = new FakeLink(false);
  final List<String> outcomes = new ArrayList<>();
  long nowMs = 50_000;
  final ProbeClock probes = new ProbeClock(link, new Random(1), nowMs);
  final MotorLine line =
      new MotorLine(link, probes, () -> 1_800_000_000_000L, drive -> refusal, new Told());

  private Sequence newest = Sequence.ZERO;

  private final class Told implements MotorLine.Outcome {
    @Override
    public void executed(Ack accepted) {
      outcomes.add(accepted.sequence().value() + " executed");
    }

    @Override
    public void refused(Drive drive, Reason reason) {
      outcomes.add(drive.sequence().value() + " " + reason);
    }

    @Override
    public void stopped(Numbered latch) {
      outcomes.add("stopped " + latch.counter());
    }
  }

  /** The register accepted a setpoint: number 1, 2, … */
  void set(int permille) {
    set(permille, permille);
  }

  void set(int left, int right) {
    newest = newest.next();
    Stamp echo = new Stamp(0);
    Drive drive = new Drive(TERM, newest, echo, 300, 0, left, right);
    Ack accepted = new Ack(Reason.ACCEPTED, TERM, newest, echo, 0, 1000, left, right);
    line.onSetpoint(drive, accepted, nowMs);
  }

  void stop() {
    line.stop(LATCH, Reason.LATCHED_STOP, nowMs);
  }

  /** In permille of the left track, whatever was written so far. */
  List<Integer> written() {
    return link.all(MotorControl.class).stream().map(MotorControl::leftPermille).toList();
  }

  void passTicking(long durationMs) {
    for (long passed = 0; passed < durationMs; passed += 10) {
      nowMs += 10;
      line.onTick(nowMs);
    }
  }

  /** The answer to the newest that was written. */
  boolean answers(boolean ok) {
    return answersTo(written().size(), ok);
  }

  /** The answer to the first, second, … that was written. */
  boolean answersTo(int number, boolean ok) {
    return says("\"" + number + "\"", ok);
  }

  boolean says(@Nullable String id, boolean ok) {
    return line.onResponse(new MotorResponse(id, ok, "", null, null), nowMs);
  }

  /** The pong of the newest ping. */
  void pong() {
    pong(link.probes.size());
  }

  void pong(int number) {
    probes.onProbed(link.probes.get(number - 1), nowMs);
    line.onPong(nowMs);
  }
}
