package org.havatar.relay.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.havatar.relay.session.message.Addressee;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.transports.wire.WatcherList;

/**
 * Who watches one robot. Soft state: who doesn't renew in time is gone, whatever got lost; one who
 * renews later, as after a freeze, is a newcomer.
 */
final class Watchers {
  static final long RENEW_EVERY_MS = 1000;
  static final long GONE_AFTER_MS = 3000;

  /** More can't be told in one message. */
  static final int MOST_TOLD = 50;

  static final long TELL_EVERY_MS = 1000;
  static final long LOOK_EVERY_MS = 200;

  private final Map<ClientAddress, Long> seenMs = new LinkedHashMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private Set<Addressee.Watchers> loops = Set.of();
  private boolean isChanged;
  private long toldMs = -TELL_EVERY_MS;
  private long lookedMs;

  /** True when it is a newcomer. */
  boolean renew(ClientAddress address, String name, long nowMs) {
    boolean newcomer = seenMs.put(address, nowMs) == null;
    if (newcomer) {
      names.put(address.holder(), name);
      index();
    }
    return newcomer;
  }

  boolean isWatching(ClientAddress address) {
    return seenMs.containsKey(address);
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
        seenMs.keySet().stream()
            .map(ClientAddress::holder)
            .distinct()
            .limit(MOST_TOLD)
            .map(holder -> new WatcherList.Watcher(holder, nameOf(holder)))
            .toList());
  }

  /** Looks a few times a second: nobody's absence is urgent. */
  void onTick(long nowMs) {
    if (nowMs - lookedMs < LOOK_EVERY_MS) {
      return;
    }
    lookedMs = nowMs;
    if (seenMs.values().removeIf(seen -> nowMs - seen >= GONE_AFTER_MS)) {
      names.keySet().removeIf(holder -> of(holder).isEmpty());
      index();
    }
  }

  private void index() {
    isChanged = true;
    loops =
        seenMs.keySet().stream()
            .map(each -> new Addressee.Watchers(each.loop()))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The watchers of each loop that has some. */
  Set<Addressee.Watchers> loops() {
    return loops;
  }

  /** The sessions of that client instance. */
  List<ClientAddress> of(long holder) {
    List<ClientAddress> addresses = new ArrayList<>(1);
    for (ClientAddress address : seenMs.keySet()) {
      if (address.holder() == holder) {
        addresses.add(address);
      }
    }
    return addresses;
  }
}
