package org.havatar.transports.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SerialVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  private final List<String> messages = new ArrayList<>();
  private final List<String> rejected = new ArrayList<>();
  private final SerialFraming.Decoder decoder =
      new SerialFraming.Decoder(
          new SerialFraming.Decoder.Sink() {
            @Override
            public void onMessage(Binary message) {
              messages.add(HEX.formatHex(BinaryCodec.encode(message)));
            }

            @Override
            public void onBad(Reason reason) {
              rejected.add(reason.wireName());
            }
          });

  static Stream<JsonObject> frames() {
    return Vectors.of("serial.json", "frames");
  }

  static Stream<JsonObject> streams() {
    return Vectors.of("serial.json", "streams");
  }

  @ParameterizedTest
  @MethodSource("frames")
  void aMessageBecomesItsFrameAndAMessageAgain(JsonObject vector) {
    byte[] message = HEX.parseHex(vector.getString("message"));
    Decoded.Ok ok = (Decoded.Ok) BinaryCodec.decode(message);
    byte[] frame = SerialFraming.encode((Binary) ok.message());
    assertThat(HEX.formatHex(frame)).isEqualTo(vector.getString("frame"));
    decoder.feed(frame, frame.length);
    assertThat(messages).containsExactly(vector.getString("message"));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void aStreamYieldsItsMessagesAndReasonsWhole(JsonObject vector) {
    byte[] stream = HEX.parseHex(vector.getString("stream"));
    decoder.feed(stream, stream.length);
    assertThat(messages).isEqualTo(vector.getJsonArray("messages").getList());
    assertThat(rejected).isEqualTo(vector.getJsonArray("rejected").getList());
  }

  @ParameterizedTest
  @MethodSource("streams")
  void aStreamYieldsItsMessagesAndReasonsByteByByte(JsonObject vector) {
    for (byte each : HEX.parseHex(vector.getString("stream"))) {
      decoder.feed(new byte[] {each}, 1);
    }
    assertThat(messages).isEqualTo(vector.getJsonArray("messages").getList());
    assertThat(rejected).isEqualTo(vector.getJsonArray("rejected").getList());
  }

  @Test
  void noiseNeverThrowsAndAGoodFrameAfterItIsFound() {
    Random random = new Random(7);
    byte[] noise = new byte[1 << 20];
    random.nextBytes(noise);
    decoder.feed(noise, noise.length);
    messages.clear();
    byte[] frame = SerialFraming.encode(new Ping(1, 2));
    decoder.feed(new byte[1], 1);
    decoder.feed(frame, frame.length);
    assertThat(messages).hasSize(1);
    assertThat(rejected).isNotEmpty();
  }
}
