package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Stamp;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private final FakeLink link = new FakeLink();
  private final Heartbeat heartbeat = new Heartbeat(link, 0);

  private long answer(int id) {
    return heartbeat.onPong(new Pong(id, 0, true, new Stamp(5)));
  }

  private List<Ping> pings(int count) {
    for (int i = 0; i < count; i++) {
      heartbeat.ping(1000L + i);
    }
    return link.all(Ping.class);
  }

  @Test
  void anAnswerTellsWhenItsPingWasSentOnceOnly() {
    List<Ping> sent = pings(2);
    assertThat(answer(sent.get(0).id())).isEqualTo(1000);
    assertThat(answer(sent.get(1).id())).isEqualTo(1001);
    assertThat(answer(sent.get(1).id())).isEqualTo(Heartbeat.UNASKED);
    assertThat(answer(sent.get(0).id())).isEqualTo(Heartbeat.UNASKED);
  }

  @Test
  void anAnswerToNoPingOfOursProvesNothing() {
    assertThat(answer(1)).isEqualTo(Heartbeat.UNASKED);
    List<Ping> sent = pings(1);
    assertThat(answer(sent.get(0).id() + 1)).isEqualTo(Heartbeat.UNASKED);
    assertThat(answer(-1)).isEqualTo(Heartbeat.UNASKED);
    assertThat(answer(Integer.MIN_VALUE)).isEqualTo(Heartbeat.UNASKED);
  }

  @Test
  void anAnswerTooLateToRememberProvesNothing() {
    List<Ping> sent = pings(65);
    assertThat(answer(sent.get(0).id())).isEqualTo(Heartbeat.UNASKED);
    assertThat(answer(sent.get(1).id())).isEqualTo(1001);
  }
}
