package org.havatar.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.havatar.relay.directory.NodeMessage;
import org.havatar.relay.directory.Route;
import org.havatar.transports.wire.Numbered;
import org.junit.jupiter.api.Test;

class NodeMessageCodecTest {
  private static final Route ONE =
      new Route("Änne ☂", "n.a.0", new Numbered(7, 0xFFFF_FFFFL), -9, true, false, true);
  private static final Route OTHER =
      new Route("tank", "n.a.1", new Numbered(1, 1), Long.MAX_VALUE, false, true, false);
  private static final List<NodeMessage> ALL =
      List.of(
          new NodeMessage.Alive("a", 2, 3, true, Long.MAX_VALUE, Long.MIN_VALUE),
          new NodeMessage.Changed("a", 5, List.of(ONE, OTHER), Set.of("x", "y")),
          new NodeMessage.AskAll("a"),
          new NodeMessage.All("a", 5, 1, 2, List.of(ONE)),
          new NodeMessage.Left("a"));

  private final NodeMessageCodec codec = new NodeMessageCodec();

  private Buffer encoded(NodeMessage message) {
    Buffer out = Buffer.buffer("xyz"); // the bus writes its own header before
    codec.encodeToWire(out, message);
    return out;
  }

  @Test
  void everyMessageComesBackAsItWas() {
    for (NodeMessage each : ALL) {
      assertThat(codec.decodeFromWire(3, encoded(each))).isEqualTo(each);
    }
  }

  @Test
  void aFieldThatALaterVersionAddsIsIgnored() {
    for (NodeMessage each : ALL) {
      JsonObject object = new JsonObject(encoded(each).getBuffer(3, encoded(each).length()));
      Buffer more = object.put("later", new JsonObject().put("x", 1)).toBuffer();
      assertThat(codec.decodeFromWire(0, more)).isEqualTo(each);
    }
  }

  @Test
  void whatIsCutShortOrGarbledIsUnreadableAndThrowsNothing() {
    Random random = new Random(13);
    for (NodeMessage each : ALL) {
      Buffer whole = encoded(each);
      for (int length = 3; length < whole.length(); length++) {
        assertThat(codec.decodeFromWire(3, whole.getBuffer(0, length)))
            .isInstanceOf(NodeMessage.Unreadable.class);
      }
      for (int i = 0; i < 2000; i++) {
        Buffer garbled = whole.copy();
        garbled.setByte(3 + random.nextInt(whole.length() - 3), (byte) random.nextInt());
        assertThat(codec.decodeFromWire(3, garbled)).isNotNull();
      }
    }
    for (String text : List.of("{}", "[]", "1", "{\"type\":\"alive\"}", "{\"type\":\"x\"}")) {
      assertThat(codec.decodeFromWire(0, Buffer.buffer(text)))
          .isInstanceOf(NodeMessage.Unreadable.class);
    }
    assertThat(codec.decodeFromWire(3, encoded(new NodeMessage.Unreadable("x"))))
        .isInstanceOf(NodeMessage.Unreadable.class);
  }
}
