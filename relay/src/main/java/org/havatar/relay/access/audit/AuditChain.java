package org.havatar.relay.access.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.havatar.relay.access.audit.AuditStore.Kept;

/**
 * Whether a log of audit entries is as it was written, by its chains ({@link AuditSeal}), and
 * whether a copy that was taken elsewhere agrees with it. Pure.
 *
 * <p>What it can't tell: whether the oldest entry of a ring is as it was, because what stood before
 * it is gone; what an entry said from which an erased name was taken; how often counted entries
 * were counted; and, without a copy, whether somebody wrote the whole chain anew.
 */
public final class AuditChain {
  /** A pseudonym begins like this. */
  private static final String ERASED = "(erased-";

  private AuditChain() {}

  /**
   * What was found.
   *
   * @param entries that were looked at
   * @param earlier of these, from before there was a chain
   * @param revised of these, from which an erased name was taken
   * @param faults sentences; empty: nothing is wrong
   */
  public record Report(long entries, long earlier, long revised, List<String> faults) {
    public Report {
      faults = List.copyOf(faults);
    }
  }

  /**
   * Looks at all entries that are kept.
   *
   * @param log in the order in which it was written
   * @param heads the newest links at a moment before the log was read to its end; empty when nobody
   *     knows
   */
  public static Report check(List<Kept> log, Map<AuditRing, String> heads) {
    Map<AuditRing, String> last = new EnumMap<>(AuditRing.class);
    Map<AuditRing, Kept> newest = new EnumMap<>(AuditRing.class);
    Set<AuditRing> whole = new HashSet<>();
    List<String> faults = new ArrayList<>();
    long earlier = 0;
    long revised = 0;
    for (Kept each : log) {
      AuditRing ring = each.entry().ring();
      String link = each.seal().link();
      newest.put(ring, each);
      if (link.isEmpty()) {
        earlier++;
        if (last.containsKey(ring)) {
          faults.add("%s is in no chain, although older ones are.".formatted(name(each)));
        }
        continue;
      }
      String before = last.put(ring, link);
      if (before != null && !link.equals(AuditSeal.link(before, digest(each)))) {
        faults.add(
            "%s was changed, or what stood before it was changed or taken out."
                .formatted(name(each)));
      }
      if (each.seal().isRevised()) {
        revised++;
        if (!each.entry().toString().contains(ERASED)) {
          faults.add(
              "%s claims that an erased name was taken out of it, and names nobody erased."
                  .formatted(name(each)));
        }
      }
      if (link.equals(heads.get(ring))) {
        whole.add(ring);
      }
    }
    for (Map.Entry<AuditRing, Kept> each : newest.entrySet()) {
      if (heads.containsKey(each.getKey()) && !whole.contains(each.getKey())) {
        faults.add(
            "What was written behind %s was taken out, or the chain was written anew."
                .formatted(name(each.getValue())));
      }
    }
    return new Report(log.size(), earlier, revised, faults);
  }

  private static String digest(Kept kept) {
    return kept.seal().digestOf(kept.entry());
  }

  /**
   * Where a log and a copy of it differ, from the first entry on that both have.
   *
   * @return sentences; empty: nowhere
   */
  public static List<String> compare(List<Kept> log, List<Kept> copy) {
    List<String> faults = new ArrayList<>();
    for (AuditRing ring : AuditRing.values()) {
      compare(ring, of(log, ring), chained(of(copy, ring)), faults);
    }
    return faults;
  }

  private static void compare(
      AuditRing ring, List<Kept> all, List<Kept> copy, List<String> faults) {
    List<Kept> log = chained(all);
    Set<String> inLog = links(log);
    Set<String> inCopy = links(copy);
    List<Kept> shared = copy.stream().filter(each -> inLog.contains(link(each))).toList();
    if (shared.isEmpty()) {
      boolean isMissing =
          !all.isEmpty()
              && !copy.isEmpty()
              && newest(copy).entry().atMs() >= all.get(0).entry().atMs();
      if (isMissing) {
        faults.add(
            "Of the copy's entries of the ring \"%s\" the log has none, not even %s."
                .formatted(ring.wireName(), name(newest(copy))));
      }
      return;
    }
    Kept first = shared.get(0);
    Kept last = newest(shared);
    copy.subList(copy.indexOf(first), copy.size()).stream()
        .filter(each -> !inLog.contains(link(each)))
        .forEach(each -> faults.add("The log lacks what the copy has: %s.".formatted(name(each))));
    List<String> order = log.stream().map(AuditChain::link).toList();
    log.subList(order.indexOf(link(first)), order.indexOf(link(last))).stream()
        .filter(each -> !inCopy.contains(link(each)))
        .forEach(each -> faults.add("The copy lacks what the log has: %s.".formatted(name(each))));
  }

  private static List<Kept> of(List<Kept> all, AuditRing ring) {
    return all.stream().filter(each -> each.entry().ring() == ring).toList();
  }

  private static List<Kept> chained(List<Kept> all) {
    return all.stream().filter(each -> !link(each).isEmpty()).toList();
  }

  private static Kept newest(List<Kept> some) {
    return some.get(some.size() - 1);
  }

  private static String link(Kept kept) {
    return kept.seal().link();
  }

  private static Set<String> links(Collection<Kept> some) {
    Set<String> links = new HashSet<>();
    some.forEach(each -> links.add(link(each)));
    return links;
  }

  /** For people. */
  private static String name(Kept kept) {
    AuditEntry entry = kept.entry();
    return "entry %s (%s %s %s, by %s)"
        .formatted(
            kept.cursor(),
            Instant.ofEpochMilli(entry.atMs()),
            entry.action(),
            entry.object(),
            entry.by().account().isEmpty() ? "nobody" : entry.by().account());
  }
}
