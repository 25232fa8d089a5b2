package org.havatar.transports.authority;

import java.util.ArrayList;
import java.util.List;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.jspecify.annotations.Nullable;

/**
 * A register with a clock in hand and one driver whose commands are right unless a test bends them.
 */
final class RobotFixture implements RegisterListener {
  static final long ANNA = 0xA11AL;
  static final long BERT = 0xBE27L;
  static final long BOOT = 7;
  static final int LEASE_MS = 600_000;

  final List<Lease> leases = new ArrayList<>();
  final List<Stop.Cause> latched = new ArrayList<>();
  final List<Numbered> latches = new ArrayList<>();
  final List<Integer> timesUp = new ArrayList<>();
  final List<Stopped> confirmed = new ArrayList<>();
  final Register register;
  private long nowMs;
  private int sequence;

  RobotFixture() {
    this(Integer.MAX_VALUE - 500); // stamps wrap to negative within each test's first second
  }

  RobotFixture(long startMs) {
    nowMs = startMs;
    register = new Register(RegisterOptions.DEFAULT, this, BOOT, atMs());
  }

  @Override
  public void onLease(Lease lease) {
    leases.add(lease);
  }

  @Override
  public void onLatched(Stop.Cause cause, Numbered latch) {
    latched.add(cause);
    latches.add(latch);
  }

  @Override
  public void onTimeUp(int heldMs) {
    timesUp.add(heldMs);
  }

  @Override
  public void onStopConfirmed(Stopped stopped) {
    confirmed.add(stopped);
  }

  long atMs() {
    return nowMs;
  }

  Stamp now() {
    return new Stamp((int) nowMs);
  }

  /** Lets time pass without a tick: a frozen or a busy robot. */
  RobotFixture pass(long millis) {
    nowMs += millis;
    return this;
  }

  RobotFixture tick(int millis) {
    pass(millis);
    register.tick(atMs());
    return this;
  }

  Propose proposal(Propose.Action action, long holder, int rank) {
    return new Propose(1, action, register.term(), holder, "Anna", rank, LEASE_MS, now());
  }

  @Nullable Refused propose(Propose.Action action, long holder, int rank) {
    return register.propose(proposal(action, holder, rank), atMs());
  }

  @Nullable Refused release(long holder) {
    return register.releaseStop(releaseOf(holder, 0), atMs());
  }

  ReleaseStop releaseOf(long holder, int rank) {
    return new ReleaseStop(register.term(), register.latch(), now(), 800, holder, rank);
  }

  /** Anna holds the lease, the stop of the start is released, a neutral went by: free to move. */
  RobotFixture armed() {
    propose(Propose.Action.TAKE, ANNA, 0);
    release(ANNA);
    pass(20);
    send(0, 0);
    pass(20);
    leases.clear();
    latched.clear();
    latches.clear();
    return this;
  }

  Drive drive(int left, int right) {
    sequence++;
    return new Drive(register.term(), new Sequence(sequence), now(), 800, 0, left, right);
  }

  Drive driveAged(int ageMs, int ttlMs) {
    sequence++;
    Stamp echo = now().plusMs(-ageMs);
    return new Drive(register.term(), new Sequence(sequence), echo, ttlMs, 0, 500, 500);
  }

  Ack send(int left, int right) {
    return judge(drive(left, right));
  }

  Ack judge(Drive drive) {
    return register.judge(drive, true, atMs());
  }

  Reason reasonOf(Drive drive) {
    return judge(drive).reason();
  }

  Stopped stop(long id, int authority) {
    return register.stop(new Stop(Stop.Cause.PERSON, authority, id, BERT, Numbered.NONE), atMs());
  }

  Beacon beacon() {
    return register.beacon(null, 0, 0, 1, atMs());
  }
}
