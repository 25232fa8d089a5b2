package org.havatar.transports.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonVectorsTest {
  static Stream<JsonObject> valid() {
    return of("valid");
  }

  static Stream<JsonObject> invalid() {
    return of("invalid");
  }

  private static Stream<JsonObject> of(String list) {
    return Stream.concat(Vectors.of("json.json", list), Vectors.of("older.json", list));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void aValidTextDecodesAndEncodesToWhatItMeans(JsonObject vector) {
    Decoded decoded = JsonCodec.decode(vector.getString("text"));
    assertThat(decoded).isInstanceOf(Decoded.Ok.class);
    String encoded = JsonCodec.encode((Event) ((Decoded.Ok) decoded).message());
    assertThat(new JsonObject(encoded)).isEqualTo(vector.getJsonObject("message"));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void anInvalidTextIsRefusedWithItsCode(JsonObject vector) {
    assertThat(JsonCodec.decode(vector.getString("text")))
        .isInstanceOfSatisfying(
            Decoded.Bad.class, bad -> assertThat(bad.code()).isEqualTo(vector.getString("code")));
  }

  @Test
  void mutatedTextsNeverThrow() {
    Random random = new Random(20261121);
    String[] seeds = valid().map(vector -> vector.getString("text")).toArray(String[]::new);
    String alphabet = "{}[]\",:0123456789.eE+-ntful\\ \u0000\uD800x";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        char edit = alphabet.charAt(random.nextInt(alphabet.length()));
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, edit);
          case 1 -> text.insert(at, edit);
          default -> text.setLength(Math.max(1, at));
        }
      }
      assertThat(JsonCodec.decode(text.toString())).isNotNull();
    }
  }
}
