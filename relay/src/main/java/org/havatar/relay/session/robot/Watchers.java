package org.havatar.relay.session.robot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.havatar.relay.session.connection.Alarm;
import org.havatar.relay.session.message.Addressee;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.ToRobotSession.Watch;
import org.havatar.transports.wire.WatcherList;

/**
 * Who watches one robot. Soft state: who doesn't renew in time is gone, whatever got lost; one who
 * renews later, as after a freeze, is a newcomer.
 */
final class Watchers {
  static final long GONE_AFTER_MS = 3000;

  /** More can't be told in one message. */
  static final int MOST_TOLD = 50;

  static final long TELL_EVERY_MS = 1000;
  static final long LOOK_EVERY_MS = 200;

  private record Seen(long atMs, Watch.Part part) {}

  private final Map<ClientAddress, Seen> seen = new LinkedHashMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private Set<Addressee.Watchers> told = Set.of();
  private Set<Addressee.Watchers> counted = Set.of();
  private boolean isChanged;
  private long toldMs = -TELL_EVERY_MS;
  private long lookedMs;

  /** True when it is to be told and was not before. */
  boolean renew(ClientAddress address, String name, Watch.Part part, long nowMs) {
    Seen before = seen.put(address, new Seen(nowMs, part));
    if (before == null || before.part != part) {
      names.put(address.holder(), name);
      index();
    }
    return part.isTold() && (before == null || !before.part.isTold());
  }

  boolean isCounted(ClientAddress address) {
    Seen known = seen.get(address);
    return known != null && known.part.isCounted();
  }

  String nameOf(long holder) {
    return names.getOrDefault(holder, "somebody");
  }

  /** True once after a change, at most once a second: {@link #list} is to be told. */
  boolean isListDue(long nowMs) {
    if (!isChanged || nowMs - toldMs < TELL_EVERY_MS) {
      return false;
    }
    isChanged = false;
    toldMs = nowMs;
    return true;
  }

  WatcherList list(String robotId) {
    return new WatcherList(
        robotId,
        seen.entrySet().stream()
            .filter(each -> each.getValue().part.isCounted())
            .map(each -> each.getKey().holder())
            .distinct()
            .limit(MOST_TOLD)
            .map(holder -> new WatcherList.Watcher(holder, nameOf(holder)))
            .toList());
  }

  /** When {@link #onTick} or {@link #isListDue} has something to do. */
  long dueMs() {
    long lookMs = seen.isEmpty() ? Alarm.NEVER : lookedMs + LOOK_EVERY_MS;
    return isChanged ? Math.min(lookMs, toldMs + TELL_EVERY_MS) : lookMs;
  }

  /** Looks a few times a second: nobody's absence is urgent. */
  void onTick(long nowMs) {
    if (nowMs - lookedMs < LOOK_EVERY_MS) {
      return;
    }
    lookedMs = nowMs;
    if (seen.values().removeIf(each -> nowMs - each.atMs >= GONE_AFTER_MS)) {
      names.keySet().removeIf(holder -> of(holder, any -> true).isEmpty());
      index();
    }
  }

  private void index() {
    isChanged = true;
    told = loops(Watch.Part::isTold);
    counted = loops(Watch.Part::isCounted);
  }

  private Set<Addressee.Watchers> loops(Predicate<Watch.Part> which) {
    return seen.entrySet().stream()
        .filter(each -> which.test(each.getValue().part))
        .map(each -> new Addressee.Watchers(each.getKey().loop()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The loops of those who are told what the robot says. */
  Set<Addressee.Watchers> told() {
    return told;
  }

  /** The loops of those who are in the {@link #list}. */
  Set<Addressee.Watchers> counted() {
    return counted;
  }

  /** The sessions of that client instance that are told what the robot says. */
  List<ClientAddress> told(long holder) {
    return of(holder, Watch.Part::isTold);
  }

  /** The sessions of that client instance that are in the {@link #list}. */
  List<ClientAddress> counted(long holder) {
    return of(holder, Watch.Part::isCounted);
  }

  private List<ClientAddress> of(long holder, Predicate<Watch.Part> which) {
    List<ClientAddress> addresses = new ArrayList<>(1);
    for (Map.Entry<ClientAddress, Seen> each : seen.entrySet()) {
      if (each.getKey().holder() == holder && which.test(each.getValue().part)) {
        addresses.add(each.getKey());
      }
    }
    return addresses;
  }
}
