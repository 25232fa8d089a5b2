package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.havatar.relay.session.Adapter;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.connection.Session.Dialect;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.TakeLease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who hears what the link and the node tell about a peer that has, or has not, shown itself. */
class UndecidedTest {
  private static final Message WORD = new TakeLease();

  private final SimulatedNode bench = new SimulatedNode();
  private final FakeLink link = new FakeLink(false);
  private final List<String> heard = new ArrayList<>();

  /** What the peer turns out to be. */
  private class Modern implements Session {
    @Override
    public void onMessage(Message message, long nowMs) {
      heard.add("message");
    }

    @Override
    public void onWritable(long nowMs) {
      heard.add("writable at " + nowMs);
    }

    @Override
    public void onProbed(long token, long nowMs) {
      heard.add("pong " + token);
    }

    @Override
    public void abort() {
      heard.add("abort");
    }

    @Override
    public void onClosed(CloseCode code) {
      heard.add("closed " + code);
    }
  }

  private final class Older extends Modern implements Adapter {
    @Override
    public Dialect dialect() {
      return Dialect.OLDER;
    }

    @Override
    public void onTick(long nowMs) {
      heard.add("tick");
    }

    @Override
    public void onLeap(long byMs, long nowMs) {
      heard.add("leap " + byMs);
    }

    @Override
    public void leave() {
      heard.add("leave");
    }
  }

  private Undecided becoming(Session session) {
    return new Undecided(new Opening(bench.loopNamed("a"), bench.context("a"), link)) {
      @Override
      Session sessionFor(Message first, long nowMs) {
        return session;
      }
    };
  }

  private Undecided become(Session session) {
    Undecided peer = becoming(session);
    peer.onMessage(WORD, bench.nowMs);
    return peer;
  }

  private void tellAll(Undecided peer) {
    peer.onProbed(5, 70);
    peer.onWritable(71);
    peer.onTick(72);
    peer.onLeap(300, 73);
  }

  @Test
  void beforeItsFirstWordThereIsNobodyWhoCouldHear() {
    Undecided peer = becoming(new Older());
    assertThat(peer.dialect()).isEqualTo(Dialect.UNDECIDED);
    tellAll(peer);
    assertThat(heard).isEmpty();
    assertThat(link.sent).isEmpty();
    assertThat(link.closedWith).isNull();
  }

  @Test
  void anOlderOneHearsEverything() {
    Undecided peer = become(new Older());
    assertThat(peer.dialect()).isEqualTo(Dialect.OLDER);
    tellAll(peer);
    peer.leave();
    peer.abort();
    peer.onClosed(CloseCode.LOST);
    assertThat(heard)
        .containsExactly(
            "message",
            "pong 5",
            "writable at 71",
            "tick",
            "leap 300",
            "leave",
            "abort",
            "closed LOST");
    assertThat(link.closedWith).isNull();
  }

  /** Its loop tells it the rest. */
  @Test
  void aModernOneHearsWhatItsLinkTells() {
    Undecided peer = become(new Modern());
    assertThat(peer.dialect()).isEqualTo(Dialect.PROTOCOL);
    tellAll(peer);
    peer.leave();
    peer.abort();
    assertThat(heard).containsExactly("message", "pong 5", "writable at 71", "abort");
    assertThat(link.closedWith).isNull();
  }

  @Test
  void aNodeThatLeavesClosesItBeforeItsFirstWord() {
    becoming(new Older()).leave();
    assertThat(link.closedWith).isEqualTo(CloseCode.GOING_AWAY);
  }

  @Test
  void aFaultOfOursEndsItAsALostConnectionBeforeItsFirstWord() {
    becoming(new Older()).abort();
    assertThat(link.closedWith).isEqualTo(CloseCode.LOST);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatHadArrivedBeforeItsEndIsNotHeard(boolean hasSpoken) {
    Undecided peer = hasSpoken ? become(new Older()) : becoming(new Older());
    peer.onClosed(CloseCode.LOST);
    heard.clear();
    peer.onMessage(WORD, bench.nowMs);
    assertThat(heard).isEmpty();
  }

  @Test
  void aPeerThatWasClosedBeforeItsFirstWordStaysNothing() {
    Undecided peer = becoming(new Older());
    peer.close(CloseCode.SILENT);
    peer.onMessage(WORD, bench.nowMs);
    assertThat(heard).isEmpty();
    assertThat(peer.isOpen()).isFalse();
  }
}
