package org.havatar.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Random;
import org.havatar.relay.session.Seat;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.SelectRobot;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.junit.jupiter.api.Test;

class ParcelCodecTest {
  private static final Seat SEAT = new Seat("n.ab12.3", "n.ab12.3.7", -5);
  private static final Numbered TERM = new Numbered(7, 0xFFFF_FFFFL);
  private static final List<Message> MESSAGES =
      List.of(
          new Drive(TERM, new Sequence(-1), new Stamp(-2), 800, 65535, -1000, 1000),
          new Stop(Stop.Cause.PERSON, 1, -9, -5, Numbered.NONE),
          new SelectRobot("tank-1"),
          new Propose(
              0, Propose.Action.TAKE, Numbered.NONE, -5, "Änne ☂", 3, 600_000, new Stamp(0)),
          new ReleaseStop(TERM, TERM, new Stamp(-3), 300, -5L, 2),
          new Lease("tank-1", TERM, -5, null, 5000, Lease.Cause.CURRENT, null));

  private final ParcelCodec codec = new ParcelCodec();

  private static List<Parcel> parcelsOf(Message message) {
    return List.of(
        new Parcel.ToRobot("tank-1", SEAT, message),
        new Parcel.ToClient(SEAT, "tank-1", message),
        new Parcel.ToWatchers("tank-1", message));
  }

  private Buffer encoded(Parcel parcel) {
    Buffer out = Buffer.buffer("xyz"); // the bus writes its own header before
    codec.encodeToWire(out, parcel);
    return out;
  }

  @Test
  void withinANodeTheSameInstanceIsHandedOn() {
    Parcel parcel = parcelsOf(MESSAGES.get(0)).get(0);
    assertThat(codec.transform(parcel)).isSameAs(parcel);
  }

  @Test
  void betweenNodesEveryParcelComesBackAsItWas() {
    for (Message message : MESSAGES) {
      for (Parcel parcel : parcelsOf(message)) {
        assertThat(codec.decodeFromWire(3, encoded(parcel))).isEqualTo(parcel);
      }
    }
  }

  @Test
  void bytesThatAreCutShortAreUnreadableAndThrowNothing() {
    for (Message message : MESSAGES) {
      for (Parcel parcel : parcelsOf(message)) {
        Buffer whole = encoded(parcel);
        for (int length = 3; length < whole.length(); length++) {
          assertThat(codec.decodeFromWire(3, whole.getBuffer(0, length)))
              .isInstanceOf(Parcel.Unreadable.class);
        }
      }
    }
  }

  @Test
  void garbageThrowsNothing() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = (byte) random.nextInt(5);
      }
      assertThat(codec.decodeFromWire(0, Buffer.buffer(bytes))).isNotNull();
    }
  }
}
