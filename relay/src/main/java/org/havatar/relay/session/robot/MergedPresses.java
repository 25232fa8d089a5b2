package org.havatar.relay.session.robot;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.transports.authority.StopKeeper;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.jspecify.annotations.Nullable;

/**
 * Which presses need not go on to one robot (PROTOCOL.md §8): further ones of a peer, while the
 * robot's own answer to a former one stands unreleased. They are answered with it.
 *
 * <p>Nothing here loses a press: whatever may have released the robot, however it is learnt of,
 * ends the merging, and gives back what was merged too late for whoever released to have seen it.
 */
final class MergedPresses {
  /** Peers at most; each press of any other goes on. */
  static final int MOST = 64;

  /**
   * A release names what somebody has been shown for 700 ms and lives for 800 ms: whoever decided
   * it can't have seen what was pressed since.
   */
  static final long UNSEEN_MS = 1500;

  /** A release that went another way may have waited for the robot's disk before we hear of it. */
  static final long UNTOLD_MS = UNSEEN_MS + StopKeeper.RELEASE_LIMIT_MS;

  /** A press that is not answered by then makes room for a newer one to wait for. */
  static final long ANSWER_WITHIN_MS = 500;

  /** A press, and who is to hear what became of it. */
  record Press(ClientAddress from, Stop stop) {}

  /** Where a peer hears the robot's answer. */
  interface Answers {
    void tell(ClientAddress address, Stopped answer);
  }

  private static final class OfPeer {
    private Stop former;
    private long formerMs;
    private @Nullable Stopped answer;
    private @Nullable Press merged;
    private long mergedMs;

    private OfPeer(Stop former, long nowMs) {
      this.former = former;
      this.formerMs = nowMs;
    }

    private void waitFor(Stop newer, long nowMs) {
      former = newer;
      formerMs = nowMs;
      answer = null;
      merged = null;
    }
  }

  private final Answers answers;
  private final Map<Long, OfPeer> peers = new LinkedHashMap<>();
  private Numbered newestLatch = Numbered.NONE;

  /** No latch up to this one counts as standing any more. */
  private Numbered released = Numbered.NONE;

  MergedPresses(Answers answers) {
    this.answers = answers;
  }

  /**
   * Null when it is to go on; else the robot's word, which answers it.
   *
   * @param isNew the robot was not sent this id before, as far as is remembered
   */
  @Nullable Stopped answerTo(ClientAddress from, Stop stop, boolean isNew, long nowMs) {
    OfPeer peer = peers.get(stop.origin());
    Stopped answer = peer == null ? null : peer.answer;
    if (peer == null || answer == null || stop.authority() > peer.former.authority()) {
      if (isNew) {
        onForwarded(peer, stop, nowMs);
      }
      return null;
    }
    if (stop.stopId() == peer.former.stopId()) {
      return answer.zeroOutput() ? answer : null; // else it is said again until the board stands
    }
    peer.merged = new Press(from, stop);
    peer.mergedMs = nowMs;
    return under(stop.stopId(), answer);
  }

  private void onForwarded(@Nullable OfPeer peer, Stop stop, long nowMs) {
    if (peer == null) {
      makeRoom(nowMs);
      if (peers.size() < MOST) {
        peers.put(stop.origin(), new OfPeer(stop, nowMs));
      }
    } else if (peer.answer != null || nowMs - peer.formerMs >= ANSWER_WITHIN_MS) {
      peer.waitFor(stop, nowMs);
    }
  }

  /** Who has pressed nothing for long has the next press forwarded again. */
  private void makeRoom(long nowMs) {
    if (peers.size() >= MOST) {
      peers.values().removeIf(each -> nowMs - Math.max(each.formerMs, each.mergedMs) > UNTOLD_MS);
    }
  }

  private static Stopped under(long stopId, Stopped answer) {
    return new Stopped(
        answer.zeroOutput(),
        answer.latchKind(),
        stopId,
        answer.latch(),
        answer.stamp(),
        answer.elapsedMs());
  }

  private static boolean isStop(LatchKind kind) {
    return kind == LatchKind.STOP || kind == LatchKind.ADMINISTRATOR;
  }

  /** The robot's word on a press that was forwarded. */
  void onStopped(Stopped stopped) {
    note(stopped.latch());
    if (!isStop(stopped.latchKind()) || stopped.latch().compareTo(released) <= 0) {
      return; // it answers a press that is released already
    }
    for (OfPeer peer : peers.values()) {
      if (peer.former.stopId() == stopped.stopId()) {
        Stopped before = peer.answer;
        boolean isNews = before == null || (stopped.zeroOutput() && !before.zeroOutput());
        peer.answer = isNews ? stopped : before;
        Press merged = peer.merged;
        if (isNews && merged != null) {
          answers.tell(merged.from, under(merged.stop.stopId(), stopped));
        }
      }
    }
  }

  private void note(Numbered latch) {
    newestLatch = newestLatch.compareTo(latch) < 0 ? latch : newestLatch;
  }

  /**
   * The robot has told how it stands.
   *
   * @return what is to go on because it may have been pressed after a release
   */
  List<Press> onBeacon(Beacon beacon, long nowMs) {
    note(beacon.latch());
    if (beacon.has(Beacon.STOP_PRESSED) && isStop(beacon.latchKind())) {
      return List.of();
    }
    List<Press> again = new ArrayList<>();
    Iterator<OfPeer> each = peers.values().iterator();
    while (each.hasNext()) {
      OfPeer peer = each.next();
      if (peer.answer != null) { // what is not answered may be younger than this beacon
        each.remove();
        addUnseen(again, peer, UNTOLD_MS, nowMs);
      }
    }
    return again;
  }

  private static void addUnseen(List<Press> to, OfPeer peer, long unseenMs, long nowMs) {
    Press merged = peer.merged;
    if (merged != null && nowMs - peer.mergedMs <= unseenMs) {
      to.add(merged);
    }
  }

  /**
   * Something that may release the robot goes to it next.
   *
   * @return what has to go before it, so that the robot knows of it
   */
  List<Press> beforeRelease(long nowMs) {
    released = newestLatch;
    return forget(UNSEEN_MS, nowMs);
  }

  /**
   * The robot has started anew.
   *
   * @return what is to go on: whether the latch of before was kept is not known
   */
  List<Press> onNewBoot(long nowMs) {
    return forget(UNTOLD_MS, nowMs);
  }

  private List<Press> forget(long unseenMs, long nowMs) {
    List<Press> again = new ArrayList<>();
    peers.values().forEach(peer -> addUnseen(again, peer, unseenMs, nowMs));
    peers.clear();
    return again;
  }
}
