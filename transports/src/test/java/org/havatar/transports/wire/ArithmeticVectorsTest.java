package org.havatar.transports.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArithmeticVectorsTest {
  static Stream<JsonObject> sequenceNewer() {
    return Vectors.of("arithmetic.json", "sequenceNewer");
  }

  static Stream<JsonObject> stampAge() {
    return Vectors.of("arithmetic.json", "stampAge");
  }

  static Stream<JsonObject> stampAfter() {
    return Vectors.of("arithmetic.json", "stampAfter");
  }

  static Stream<JsonObject> pairCompare() {
    return Vectors.of("arithmetic.json", "pairCompare");
  }

  @ParameterizedTest
  @MethodSource("sequenceNewer")
  void aSequenceIsNewerByLessThanHalfTheCircle(JsonObject v) {
    Sequence a = new Sequence(v.getLong("a").intValue());
    Sequence b = new Sequence(v.getLong("b").intValue());
    assertThat(a.isNewerThan(b)).isEqualTo(v.getBoolean("newer"));
  }

  @ParameterizedTest
  @MethodSource("stampAge")
  void anAgeWrapsWithItsStampsAndTellsTheFuture(JsonObject v) {
    int age = stamp(v, "now").ageMsOf(stamp(v, "echo"));
    assertThat(age < 0).isEqualTo(v.getBoolean("future"));
    assertThat(Integer.toUnsignedLong(age)).isEqualTo(v.getLong("age"));
  }

  @ParameterizedTest
  @MethodSource("stampAfter")
  void aStampIsAfterAnotherByLessThanHalfTheCircle(JsonObject v) {
    assertThat(stamp(v, "a").isAfter(stamp(v, "b"))).isEqualTo(v.getBoolean("after"));
  }

  @ParameterizedTest
  @MethodSource("pairCompare")
  void numberedPairsCompareLexicographicallyAsUnsigned(JsonObject v) {
    int sign = Vectors.pair(v.getJsonArray("a")).compareTo(Vectors.pair(v.getJsonArray("b")));
    assertThat(Integer.signum(sign)).isEqualTo(v.getInteger("sign"));
  }

  private static Stamp stamp(JsonObject v, String name) {
    return new Stamp(v.getLong(name).intValue());
  }
}
