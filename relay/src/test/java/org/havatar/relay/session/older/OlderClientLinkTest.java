package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.Sessions;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.connection.Session.Dialect;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Link.Offer;
import org.havatar.transports.wire.StatusResponse;
import org.junit.jupiter.api.Test;

/** An older client as the link that a modern client's session takes it for. */
class OlderClientLinkTest {
  private static final StatusResponse STATUS = new StatusResponse("\"s\"", Map.of());

  private final SimulatedNode bench = new SimulatedNode();
  private final Sessions sessions = bench.loopNamed("a");
  private final FakeLink link = new FakeLink(false);
  private final OlderClient client =
      new OlderClient(
          new Opening(sessions, bench.context("a"), link),
          new OlderClient.Peer(new Account("old", "Olda", false), null),
          new ProbeClock(link, new Random(1), bench.nowMs),
          bench.nowMs,
          bench.nowMs);

  @Test
  void whatItIsOfferedGoesDown() {
    assertThat(client.offer(STATUS)).isEqualTo(Offer.SENT);
    assertThat(link.sent).containsExactly(STATUS);
  }

  @Test
  void onceItsLinkIsGoneItSaysSo() {
    client.onClosed(CloseCode.LOST);
    assertThat(client.offer(STATUS)).isEqualTo(Offer.CLOSED);
    assertThat(link.sent).isEmpty();
  }

  @Test
  void onceTheSessionBehindItHasClosedItSaysSoToo() {
    client.close(CloseCode.REPLACED);
    assertThat(link.closedWith).isEqualTo(CloseCode.REPLACED);
    assertThat(client.offer(STATUS)).isEqualTo(Offer.CLOSED);
  }

  @Test
  void itIsOlderAndConnectedFromWhereItsLinkIs() {
    assertThat(client.dialect()).isEqualTo(Dialect.OLDER);
    assertThat(client.info()).isEqualTo(link.info());
  }

  @Test
  void aFaultOfOursEndsItAsALostConnection() {
    client.abort();
    assertThat(link.closedWith).isEqualTo(CloseCode.LOST);
    assertThat(sessions.size()).isZero();
  }

  @Test
  void onceItsLinkIsGoneItIsAskedForNoSignOfLife() {
    client.onClosed(CloseCode.LOST);
    int probes = link.probes.size();
    bench.nowMs += 2000;
    client.onTick(bench.nowMs);
    assertThat(link.probes).hasSize(probes);
    assertThat(link.closedWith).isNull();
  }
}
