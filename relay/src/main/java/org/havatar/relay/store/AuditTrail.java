package org.havatar.relay.store;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.havatar.relay.access.audit.AuditRing;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.jspecify.annotations.Nullable;

/**
 * The audit log in a file: an export, a backup, or a copy that the relay or a collector of syslog
 * wrote, whose lines may come twice and in another order.
 *
 * @param entries in the order in which they were written
 * @param heads what the export's first line tells of its chains; empty in a copy
 */
public record AuditTrail(List<Kept> entries, Map<AuditRing, String> heads) {
  static final String HEADS = "audit_heads";

  public AuditTrail {
    entries = List.copyOf(entries);
    heads = Map.copyOf(heads);
  }

  /**
   * Reads a file. Blocks.
   *
   * @throws IllegalArgumentException as {@link Reading#line}
   */
  public static AuditTrail read(BufferedReader in) throws IOException {
    Reading reading = new Reading();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      reading.line(line);
    }
    return reading.end();
  }

  /** Reads one line after the other. One thread. */
  public static final class Reading {
    private final Map<AuditRing, String> heads = new EnumMap<>(AuditRing.class);
    private final List<Kept> entries = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private long number;

    /**
     * The next line; passed over when it is no entry.
     *
     * @throws IllegalArgumentException with a sentence, when an entry can't be read
     */
    public void line(String line) {
      number++;
      @Nullable String text = AuditLine.within(line);
      if (text != null) {
        Kept kept = entry(text);
        if (seen.add(kept.cursor() + " " + kept.seal().link())) {
          entries.add(kept);
        }
      } else if (number == 1 && line.contains(HEADS)) {
        heads.putAll(headsOf(new JsonObject(line)));
      }
    }

    private Kept entry(String text) {
      try {
        String next = HexFormat.of().toHexDigits(entries.size() + 1L);
        return AuditLine.read(new JsonObject(text), next);
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(
            "Line " + number + ": that is no entry of an audit log.", e);
      }
    }

    public AuditTrail end() {
      entries.sort(Comparator.comparing(Kept::cursor));
      return new AuditTrail(entries, heads);
    }
  }

  /** What the first line of an export is told. */
  static JsonObject json(Map<AuditRing, String> heads) {
    JsonObject json = new JsonObject();
    heads.forEach((ring, head) -> json.put(ring.wireName(), head));
    return json;
  }

  private static Map<AuditRing, String> headsOf(JsonObject header) {
    Map<AuditRing, String> heads = new EnumMap<>(AuditRing.class);
    JsonObject json = header.getJsonObject(HEADS);
    for (AuditRing ring : AuditRing.values()) {
      @Nullable String head = json.getString(ring.wireName());
      if (head != null) {
        heads.put(ring, head);
      }
    }
    return heads;
  }
}
