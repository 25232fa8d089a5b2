package org.havatar.ops.kit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.havatar.transports.wire.BinaryCodec;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;

/** What a broken or hostile peer sends. Seeded, so that a failure can be repeated. */
public final class Garbage {
  private static final int MOST_BYTES = 64;

  private final Random random;

  public Garbage(long seed) {
    random = new Random(seed);
  }

  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Random bytes, and drives at full speed with one thing wrong. */
  public List<byte[]> binary(int count) {
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(random.nextInt(3) == 0 ? bytes(random.nextInt(MOST_BYTES + 1)) : almostDrive());
    }
    Collections.shuffle(all, random);
    return all;
  }

  /** Text of all kinds that is no message of PROTOCOL.md §5. */
  public List<byte[]> text(int count) {
    List<String> kinds =
        List.of(
            "",
            "{",
            "null",
            "[]",
            "42",
            "{\"type\":1}",
            "{\"type\":\"" + "x".repeat(300) + "\"}",
            "{\"type\":\"propose\"}",
            "{\"type\":\"select_robot\",\"robot_id\":\"../../etc\"}",
            "{\"type\":\"select_robot\",\"robot_id\":null}",
            "{\"type\":\"release_stop\",\"term\":[1],\"latch\":[-1,2],\"echo\":1e400}",
            "{\"type\":\"take_lease\",\"type\":\"hello\"",
            "[".repeat(2000),
            "{\"a\":".repeat(1000) + "1" + "}".repeat(1000),
            "{\"type\":\"hello\",\"versions\":[" + "9,".repeat(1500) + "9]}");
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(kinds.get(random.nextInt(kinds.size())).getBytes(StandardCharsets.UTF_8));
    }
    return all;
  }

  private byte[] almostDrive() {
    Drive drive =
        new Drive(
            new Numbered(1 + random.nextInt(3), 1 + random.nextInt(5)),
            new Sequence(random.nextInt()),
            new Stamp(random.nextInt()),
            800,
            0,
            1000,
            1000);
    byte[] bytes = BinaryCodec.encode(drive);
    switch (random.nextInt(4)) {
      case 0 -> bytes[0] = (byte) random.nextInt(2, 256); // version
      case 1 -> bytes[1] = (byte) random.nextInt(9, 256); // type
      case 2 -> bytes[24] = (byte) (0x10 + random.nextInt(0x60)); // out of range
      default -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length)); // too short
      }
    }
    return bytes;
  }
}
