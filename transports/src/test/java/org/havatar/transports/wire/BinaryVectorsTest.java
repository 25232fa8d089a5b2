package org.havatar.transports.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BinaryVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  static Stream<JsonObject> valid() {
    return Vectors.of("binary.json", "valid");
  }

  static Stream<JsonObject> invalid() {
    return Vectors.of("binary.json", "invalid");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void aValidMessageDecodesToItsFieldsAndBackToItsBytes(JsonObject vector) {
    byte[] bytes = HEX.parseHex(vector.getString("hex"));
    Decoded decoded = BinaryCodec.decode(bytes);
    assertThat(decoded).isInstanceOf(Decoded.Ok.class);
    Binary message = (Binary) ((Decoded.Ok) decoded).message();
    assertThat(canonical(Vectors.describe(message)))
        .isEqualTo(canonical(vector.getJsonObject("message")));
    if (!vector.getBoolean("decodeOnly", false)) {
      assertThat(BinaryCodec.encode(message)).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void anInvalidMessageIsRefusedWithItsReason(JsonObject vector) {
    Decoded decoded = BinaryCodec.decode(HEX.parseHex(vector.getString("hex")));
    assertThat(decoded)
        .isInstanceOfSatisfying(
            Decoded.Bad.class, bad -> assertThat(bad.code()).isEqualTo(vector.getString("reason")));
  }

  @Test
  void theReasonsAreThoseOfTheStandardInItsOrder() {
    var names = Stream.of(Reason.values()).map(Reason::wireName).toList();
    assertThat(names).isEqualTo(Vectors.read("binary.json").getJsonArray("reasons").getList());
  }

  @Test
  void randomAndMutatedBytesNeverThrowAndWhatDecodesEncodesToTheSameMessage() {
    Random random = new Random(20261121);
    byte[][] seeds =
        valid().map(vector -> HEX.parseHex(vector.getString("hex"))).toArray(byte[][]::new);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = seeds[random.nextInt(seeds.length)].clone();
      if (i % 4 == 0) {
        bytes = new byte[random.nextInt(70)];
        random.nextBytes(bytes);
      } else {
        for (int flips = random.nextInt(4); flips >= 0; flips--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      if (BinaryCodec.decode(bytes) instanceof Decoded.Ok ok) {
        byte[] again = BinaryCodec.encode((Binary) ok.message());
        assertThat(BinaryCodec.decode(again)).isEqualTo(ok);
      }
    }
  }

  /** Key order and the width of numbers say nothing. */
  private static String canonical(JsonObject object) {
    return new JsonObject(new java.util.TreeMap<>(object.getMap())).encode();
  }
}
