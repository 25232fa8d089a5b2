package org.havatar.relay.session.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.havatar.relay.session.connection.Alarm;
import org.havatar.relay.session.port.Accounts.RobotName;
import org.havatar.relay.session.port.SessionRouter;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Robots;
import org.jspecify.annotations.Nullable;

/** Tells one client its robots, and again after a change, at most once a second. */
final class RobotList {
  static final long EVERY_MS = 1000;

  /** PROTOCOL.md §5: a list has at most so many entries, a message at most 8192 bytes. */
  private static final int MAX_CHARS = 7000;

  private static final int ENTRY_CHARS = 44;

  private final Link link;
  private final SessionRouter router;
  private List<RobotName> names = List.of();
  private @Nullable Robots told;
  private boolean isWhole = true;
  private boolean isDirty;
  private long toldMs;

  RobotList(Link link, SessionRouter router) {
    this.link = link;
    this.router = router;
  }

  /** The registry's answer; without one the client keeps what it knows. */
  void onNames(Optional<List<RobotName>> answer, long nowMs) {
    if (answer.isPresent()) {
      keep(answer.get());
      tell(nowMs);
    }
  }

  /** That robot is called so now, or no longer the client's. */
  void onName(String robotId, List<RobotName> oneOrNone, long nowMs) {
    List<RobotName> all = new ArrayList<>(names);
    all.removeIf(each -> each.robotId().equals(robotId));
    all.addAll(oneOrNone);
    all.sort(Comparator.comparing(RobotName::robotId));
    keep(all);
    tell(nowMs);
  }

  private void keep(List<RobotName> all) {
    names = tellable(all);
    isWhole = names.size() == all.size();
  }

  /** False when there are more than one message holds. */
  boolean isWhole() {
    return isWhole;
  }

  /** Of the robots in the list. */
  Set<String> ids() {
    return names.stream().map(RobotName::robotId).collect(Collectors.toUnmodifiableSet());
  }

  /** The robot that the account means without saying so: its only one. */
  @Nullable String only() {
    return names.size() == 1 ? names.get(0).robotId() : null;
  }

  void onRoute(String robotId) {
    isDirty |= names.stream().anyMatch(each -> each.robotId().equals(robotId));
  }

  long dueMs() {
    return isDirty ? toldMs + EVERY_MS : Alarm.NEVER;
  }

  void onTick(long nowMs) {
    if (isDirty && nowMs - toldMs >= EVERY_MS) {
      tell(nowMs);
    }
  }

  private void tell(long nowMs) {
    isDirty = false;
    Robots now = new Robots(entries());
    if (!now.equals(told)) {
      told = now;
      toldMs = nowMs;
      link.offer(now);
    }
  }

  private List<Robots.Entry> entries() {
    return names.stream()
        .map(each -> new Robots.Entry(each.robotId(), each.name(), router.isOnline(each.robotId())))
        .toList();
  }

  /** As many as one message holds; the rest would only be kept, a thousand times over. */
  private static List<RobotName> tellable(List<RobotName> all) {
    int count = 0;
    int chars = 0;
    for (RobotName each : all) {
      chars += ENTRY_CHARS + each.robotId().length() + 2 * each.name().length();
      if (chars > MAX_CHARS) {
        break;
      }
      count++;
    }
    return List.copyOf(all.subList(0, count));
  }
}
