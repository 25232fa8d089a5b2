package org.havatar.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Random;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.SessionMessage;
import org.havatar.relay.session.message.ToRobotSession;
import org.junit.jupiter.api.Test;

class BatchCodecTest {
  private static final ClientAddress CLIENT = new ClientAddress("n.a.0", "n.a.0.7", -5);
  private static final SessionMessage ONE = new ToRobotSession.Watch("tank-1", CLIENT, "Ann");
  private static final SessionMessage OTHER = new ToRobotSession.Watch("tank-2", CLIENT, "Ben");

  /** What the bus writes before. */
  private static final String HEADER = "xyz";

  private final BatchCodec codec = new BatchCodec();

  private Buffer encoded(int version, SessionMessage... messages) {
    Buffer out = Buffer.buffer(HEADER);
    codec.encodeToWire(out, new Batch(version, List.of(messages)));
    return out;
  }

  private List<SessionMessage> decoded(Buffer bytes) {
    return codec.decodeFromWire(HEADER.length(), bytes).messages();
  }

  @Test
  void messagesComeBackInTheirOrderInEachVersion() {
    for (int version = NodeVersion.OLDEST; version <= NodeVersion.NEWEST; version++) {
      assertThat(decoded(encoded(version, ONE, OTHER, ONE))).containsExactly(ONE, OTHER, ONE);
    }
    assertThat(decoded(encoded(NodeVersion.NEWEST))).isEmpty();
  }

  @Test
  void anotherVersionIsUnreadableAsAWhole() {
    for (int version : new int[] {NodeVersion.OLDEST - 1, NodeVersion.NEWEST + 1}) {
      Buffer bytes = encoded(NodeVersion.NEWEST, ONE, OTHER);
      bytes.setByte(HEADER.length(), (byte) version);
      assertThat(decoded(bytes)).singleElement().isInstanceOf(SessionMessage.Unreadable.class);
    }
  }

  @Test
  void aKindThatNobodyKnowsIsSkippedAlone() {
    Buffer bytes = encoded(NodeVersion.NEWEST, ONE, OTHER);
    bytes.setByte(HEADER.length() + 1 + Short.BYTES, (byte) 63);
    List<SessionMessage> read = decoded(bytes);
    assertThat(read).hasSize(2);
    assertThat(read.get(0)).isInstanceOf(SessionMessage.Unreadable.class);
    assertThat(read.get(1)).isEqualTo(OTHER);
  }

  @Test
  void bytesThatAreCutShortAreUnreadableAndThrowNothing() {
    Buffer whole = encoded(NodeVersion.NEWEST, ONE, OTHER);
    int first = encoded(NodeVersion.NEWEST, ONE).length();
    for (int length = HEADER.length(); length < whole.length(); length++) {
      List<SessionMessage> read = decoded(whole.getBuffer(0, length));
      boolean isBetween = length == HEADER.length() + 1 || length == first;
      if (!isBetween) {
        assertThat(read.get(read.size() - 1)).isInstanceOf(SessionMessage.Unreadable.class);
      }
    }
  }

  @Test
  void garbageThrowsNothing() {
    Random random = new Random(12);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(120)];
      random.nextBytes(bytes);
      if (bytes.length > 2) {
        bytes[0] = NodeVersion.NEWEST;
        bytes[1] = 0;
      }
      assertThat(codec.decodeFromWire(0, Buffer.buffer(bytes))).isNotNull();
    }
  }

  @Test
  void whatIsForThisNodeStaysTheSameInstanceAndNeverBecomesBytes() {
    SessionMessageCodec own = new SessionMessageCodec();
    assertThat(own.transform(ONE)).isSameAs(ONE);
    assertThatThrownBy(() -> own.encodeToWire(Buffer.buffer(), ONE))
        .isInstanceOf(IllegalStateException.class);
    assertThat(own.decodeFromWire(0, Buffer.buffer(HEADER)))
        .isInstanceOf(SessionMessage.Unreadable.class);
  }
}
