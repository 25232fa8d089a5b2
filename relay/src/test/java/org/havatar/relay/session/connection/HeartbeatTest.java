package org.havatar.relay.session.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.FakeLink;
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

  @Test
  void whatCarriesNoNumberOfAPingAnswersNone() {
    pings(1);
    assertThat(answer(0)).isEqualTo(Heartbeat.UNASKED);
  }

  private int pingsAt(boolean driven, long nowMs) {
    int before = link.all(Ping.class).size();
    heartbeat.onTick(driven, nowMs);
    return link.all(Ping.class).size() - before;
  }

  @Test
  void aDrivenPeerThatHasProvenNothingYetIsPingedTenTimesASecond() {
    assertThat(pingsAt(true, 0)).isEqualTo(1);
    assertThat(pingsAt(true, 99)).isZero();
    assertThat(pingsAt(true, 100)).isEqualTo(1);
    assertThat(pingsAt(true, 199)).isZero();
    assertThat(pingsAt(true, 200)).isEqualTo(1);
  }

  @Test
  void aProofIsGoodForAHundredAndFiftyMilliseconds() {
    pingsAt(true, 0);
    heartbeat.onProof(0);
    assertThat(pingsAt(true, 149)).isZero();
    assertThat(pingsAt(true, 150)).isEqualTo(1);
  }

  @Test
  void aPeerThatNobodyDrivesIsPingedEachSecond() {
    assertThat(pingsAt(false, 0)).isEqualTo(1);
    assertThat(pingsAt(false, 999)).isZero();
    assertThat(pingsAt(false, 1000)).isEqualTo(1);
  }

  @Test
  void whoProvesNothingIsNotHeardLongBeforeTheyAreSilent() {
    heartbeat.onProof(0);
    heartbeat.onTick(false, 0);
    assertThat(heartbeat.isHearing(Heartbeat.DEAF_IDLE_MS - 1)).isTrue();
    assertThat(heartbeat.isHearing(Heartbeat.DEAF_IDLE_MS)).isFalse();
    heartbeat.onProof(5000);
    heartbeat.onTick(true, 5900);
    assertThat(heartbeat.isHearing(5900)).as("nobody drove until now").isTrue();
    assertThat(heartbeat.isHearing(5900 + Heartbeat.DEAF_DRIVEN_MS - 1)).isTrue();
    assertThat(heartbeat.isHearing(5900 + Heartbeat.DEAF_DRIVEN_MS)).isFalse();
    heartbeat.onTick(true, 6500);
    assertThat(heartbeat.isHearing(6500)).as("still not").isFalse();
    heartbeat.onProof(6600);
    assertThat(heartbeat.isHearing(6600)).isTrue();
  }
}
