package org.havatar.relay.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.havatar.relay.session.port.SessionMetrics;
import org.havatar.transports.link.LinkInfo;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;

/** Keeps what sessions observe, in the order of events. */
public final class ObservedMetrics implements SessionMetrics {
  /** {@code command SAME_LOOP} and the like, with the figure. */
  public record Observed(String what, long figure) {}

  public final List<Observed> all = new ArrayList<>();
  public final Map<String, Beacon> robots = new TreeMap<>();
  public final List<String> connected = new ArrayList<>();

  private void add(String what, long figure) {
    all.add(new Observed(what, figure));
  }

  /** The figures of one kind. */
  public List<Long> figures(String what) {
    return all.stream().filter(each -> each.what.equals(what)).map(Observed::figure).toList();
  }

  @Override
  public void commandPassed(Hop hop, long ownNs) {
    add("command " + hop, ownNs);
  }

  @Override
  public void ackPassed(Hop hop, long ownNs) {
    add("ack " + hop, ownNs);
  }

  @Override
  public void commandRoundTrip(long roundTripNs) {
    add("round trip", roundTripNs);
  }

  @Override
  public void loopAge(int ageMs) {
    add("loop age", ageMs);
  }

  @Override
  public void commandSettled(@Nullable Reason outcome) {
    add("settled " + outcome, 1);
  }

  @Override
  public void leaseAnnounced(Lease.Cause cause) {
    add("lease " + cause, 1);
  }

  @Override
  public void stopPressed(Presser presser) {
    add("stop " + presser, 1);
  }

  @Override
  public void stopConfirmed(long afterMs) {
    add("stop confirmed", afterMs);
  }

  @Override
  public void stopUnconfirmed() {
    add("stop unconfirmed", 1);
  }

  @Override
  public void latched(LatchKind kind) {
    add("latched " + kind, 1);
  }

  @Override
  public void loopFroze() {
    add("froze", 1);
  }

  @Override
  public void keyRotation(KeyRotation result) {
    add("key " + result, 1);
  }

  @Override
  public LiveRobot robotUp(String robotId, LinkInfo link) {
    connected.add(robotId);
    return new LiveRobot() {
      @Override
      public void onBeacon(Beacon beacon) {
        robots.put(robotId, beacon);
      }

      @Override
      public void gone() {
        connected.remove(robotId);
      }
    };
  }
}
