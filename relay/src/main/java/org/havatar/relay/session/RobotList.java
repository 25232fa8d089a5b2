package org.havatar.relay.session;

import java.util.List;
import java.util.Optional;
import org.havatar.relay.session.Accounts.RobotName;
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
  private boolean isDirty;
  private long toldMs;

  RobotList(Link link, SessionRouter router) {
    this.link = link;
    this.router = router;
  }

  /** The registry's answer; without one the client keeps what it knows. */
  void onNames(Optional<List<RobotName>> answer, long nowMs) {
    if (answer.isPresent()) {
      names = tellable(answer.get());
      tell(nowMs);
    }
  }

  /** The robot that the account means without saying so: its only one. */
  @Nullable String only() {
    return names.size() == 1 ? names.get(0).robotId() : null;
  }

  void onRoute(String robotId) {
    isDirty |= names.stream().anyMatch(each -> each.robotId().equals(robotId));
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
