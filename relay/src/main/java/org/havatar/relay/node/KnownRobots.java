package org.havatar.relay.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.havatar.relay.access.robots.RobotKeys;
import org.havatar.relay.limits.AddressGroups;
import org.jspecify.annotations.Nullable;

/**
 * Which robot's key has opened from which addresses within the last day: such a handshake is judged
 * apart from those of strangers behind the same address. It proves nothing: the key is compared
 * with the store's each time. Bounded; any thread.
 */
final class KnownRobots {
  static final long FOR_MS = 86_400_000;
  static final int MOST_ROBOTS = 20_000;

  /** Of one robot; the one used longest ago goes first. */
  static final int MOST_PLACES = 8;

  /** Of one robot: the one in use, the one before, a fresh one, and one more. */
  static final int MOST_KEYS = 4;

  /** So old the note of an opening may be: whoever connects often costs no write each time. */
  private static final long NOTED_EVERY_MS = 3_600_000;

  /** Of 256 bits half are enough to tell keys apart. */
  private static final int FINGERPRINT_CHARS = 32;

  private static final int PARTS = 3;

  private static final class Known {
    /** Newest first. */
    final Deque<String> keys = new ArrayDeque<>();

    /** Group of addresses, and when the robot was last noted there. */
    final Map<String, Long> places =
        new LinkedHashMap<>(8, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_PLACES;
          }
        };

    boolean add(String fingerprint) {
      if (keys.contains(fingerprint)) {
        return false;
      }
      keys.addFirst(fingerprint);
      if (keys.size() > MOST_KEYS) {
        keys.removeLast();
      }
      return true;
    }
  }

  private final LongSupplier epochMs;
  private boolean hasChanged;
  private final Map<String, Known> robots =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MOST_ROBOTS;
        }
      };

  KnownRobots(LongSupplier epochMs) {
    this.epochMs = epochMs;
  }

  synchronized boolean knows(String robotId, String key, String address) {
    Known known = robots.get(robotId);
    if (known == null || !known.keys.contains(fingerprint(key))) {
      return false;
    }
    Long notedMs = known.places.get(AddressGroups.of(address));
    return notedMs != null && isFresh(notedMs);
  }

  /** A clock that was set back makes nothing fresh for ever. */
  private boolean isFresh(long notedMs) {
    return Math.abs(epochMs.getAsLong() - notedMs) < FOR_MS;
  }

  /** That key has opened from there. */
  synchronized void opened(String robotId, String key, String address) {
    Known known = robots.computeIfAbsent(robotId, ignored -> new Known());
    hasChanged |= known.add(fingerprint(key));
    String group = AddressGroups.of(address);
    long nowMs = epochMs.getAsLong();
    Long notedMs = known.places.get(group);
    if (notedMs == null || Math.abs(nowMs - notedMs) >= NOTED_EVERY_MS) {
      known.places.put(group, nowMs);
      hasChanged = true;
    }
  }

  /** A robot that is connected is handed that key, and will come with it. */
  synchronized void expect(String robotId, String key) {
    Known known = robots.get(robotId);
    if (known != null) {
      hasChanged |= known.add(fingerprint(key));
    }
  }

  /** That key opens nothing any more. */
  synchronized void refused(String robotId, String key) {
    Known known = robots.get(robotId);
    if (known != null && known.keys.remove(fingerprint(key))) {
      hasChanged = true;
      if (known.keys.isEmpty()) {
        robots.remove(robotId);
      }
    }
  }

  synchronized int size() {
    return robots.size();
  }

  private static String fingerprint(String key) {
    return RobotKeys.hash(key).substring(0, FINGERPRINT_CHARS);
  }

  /**
   * One line a robot, the one used longest ago first: its id, fingerprints, and places with times
   * in epoch milliseconds. Null: nothing has changed since the last time.
   */
  synchronized @Nullable List<String> takeChanged() {
    if (!hasChanged) {
      return null;
    }
    hasChanged = false;
    List<String> lines = new ArrayList<>();
    robots.forEach(
        (robotId, known) -> {
          List<String> places = new ArrayList<>();
          known.places.forEach((group, notedMs) -> places.add(group + "=" + notedMs));
          lines.add(
              String.join(" ", robotId, String.join(",", known.keys), String.join(",", places)));
        });
    return lines;
  }

  /** What was taken once; a line that can't be read is left out. */
  synchronized void restore(List<String> lines) {
    lines.stream().map(line -> line.split(" ", -1)).forEach(this::restore);
    hasChanged = false;
  }

  private void restore(String[] parts) {
    if (parts.length != PARTS) {
      return;
    }
    Known known = new Known();
    String[] keys = parts[1].split(",", MOST_KEYS + 1);
    for (int i = Math.min(keys.length, MOST_KEYS) - 1; i >= 0; i--) {
      if (keys[i].length() == FINGERPRINT_CHARS) {
        known.add(keys[i]);
      }
    }
    for (String place : parts[2].split(",", -1)) {
      int end = place.lastIndexOf('=');
      if (end > 0 && place.substring(end + 1).matches("\\d{1,15}")) {
        long notedMs = Long.parseLong(place.substring(end + 1));
        if (isFresh(notedMs)) {
          known.places.put(place.substring(0, end), notedMs);
        }
      }
    }
    if (!known.keys.isEmpty() && !known.places.isEmpty()) {
      robots.put(parts[0], known);
    }
  }
}
