package org.havatar.transports.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.havatar.transports.FreePort;
import org.havatar.transports.http.HttpOptions;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.FrameBudget;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.LinkListener;
import org.havatar.transports.wire.BinaryCodec;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Stop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a peer sends besides messages costs it budget, and what it doesn't read fills nothing. Time
 * is the test's.
 */
final class ControlFramesTest {
  private static final long DEADLINE_S = 60;
  private static final int MANY = 20_000;
  private static final byte[] NOTHING = {};
  private static final byte[] LONGEST = new byte[125];

  /** What may wait: the bound at which a link takes nothing more, and one frame above it. */
  private static final long MOST_WAITING_BYTES = 8L * WebSocketLink.WRITE_QUEUE_BYTES;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong nowMs = new AtomicLong();
  private final Drops drops = new Drops();
  private final Heard heard = new Heard();
  private final BlockingQueue<Link> links = new LinkedBlockingQueue<>(10);
  private int port;

  private static final class Heard implements LinkListener {
    final BlockingQueue<Message> messages = new LinkedBlockingQueue<>(1000);
    final BlockingQueue<CloseCode> closed = new LinkedBlockingQueue<>(10);
    final AtomicLong probed = new AtomicLong();

    @Override
    public void onMessage(Message message) {
      messages.add(message);
    }

    @Override
    public void onProbed(long token) {
      probed.incrementAndGet();
    }

    @Override
    public void onClosed(CloseCode code) {
      closed.add(code);
    }
  }

  @BeforeEach
  void start() throws Exception {
    port = FreePort.find();
    Acceptor acceptor =
        (claim, answer) -> answer.accept(new Acceptor.Verdict.Admit(this::open, "192.0.2.7"));
    done(
        vertx.deployVerticle(
            new WebSocketServer(
                new HttpOptions(List.of("127.0.0.1"), port, null, List.of()),
                acceptor,
                request -> request.response().end("plain"),
                nowMs::get,
                drops)));
  }

  @AfterEach
  void end() throws Exception {
    done(vertx.close());
  }

  private LinkListener open(Link link) {
    links.add(link);
    return heard;
  }

  @Test
  void whoPingsWithoutEndAndReadsNothingIsDismissedAndFillsNothing() throws Exception {
    try (RawPeer peer = RawPeer.dial(port)) {
      Link link = next(links);
      peer.flood(peer.frame(RawPeer.PING, LONGEST), MANY);
      assertThat(next(heard.closed)).isEqualTo(CloseCode.FLOODED);
      assertThat(waitingBytes(link)).isLessThan(MOST_WAITING_BYTES);
      assertThat(drops.of(Reason.RATE_LIMITED)).isPositive();
    }
  }

  @Test
  void whoPingsWithoutEndAndReadsIsToldWhyItIsDismissed() throws Exception {
    try (RawPeer peer = RawPeer.dial(port)) {
      Link link = next(links);
      byte[] ping = peer.frame(RawPeer.PING, LONGEST);
      peer.flood(ping, FrameBudget.AT_ONCE);
      peer.write(ping); // and not one more: a write after the end could cost it the goodbye
      assertThat(peer.readUntil(RawPeer.CLOSE).closeCode()).isEqualTo(4429);
      assertThat(next(heard.closed)).isEqualTo(CloseCode.FLOODED);
      assertThat(waitingBytes(link)).isLessThan(MOST_WAITING_BYTES);
    }
  }

  @Test
  void pongsThatNobodyAskedForEmptyContinuationsAndFragmentsCostTheSame() throws Exception {
    for (int opcode : List.of(RawPeer.PONG, RawPeer.CONTINUATION)) {
      try (RawPeer peer = RawPeer.dial(port)) {
        peer.write(peer.frame(RawPeer.TEXT, NOTHING, false));
        peer.flood(peer.frame(opcode, NOTHING, opcode == RawPeer.PONG), MANY);
        assertThat(next(heard.closed)).isEqualTo(CloseCode.FLOODED);
      }
    }
    assertThat(heard.probed.get()).isZero();
  }

  @Test
  void typesThatNobodyKnowsAreNoAbuseButNotFreeEither() throws Exception {
    try (RawPeer peer = RawPeer.dial(port)) {
      byte[] unknown = peer.frame(RawPeer.BINARY, new byte[] {1, 99});
      peer.flood(unknown, FrameBudget.AT_ONCE);
      sync(peer);
      peer.flood(unknown, 100);
      assertThat(next(heard.closed)).isEqualTo(CloseCode.FLOODED);
    }
  }

  @Test
  void thePongIsTheNewestPingsWhenThePeerReadsAgain() throws Exception {
    try (RawPeer peer = RawPeer.dial(port)) {
      Link link = next(links);
      int rounds = 100;
      for (int round = 1; round <= rounds; round++) {
        byte[] payload = ByteBuffer.allocate(125).putInt(round).array();
        peer.flood(peer.frame(RawPeer.PING, payload), 100);
        sync(peer);
        nowMs.addAndGet(1000);
      }
      assertThat(waitingBytes(link)).isLessThan(MOST_WAITING_BYTES);
      int pongs = 0;
      int newest = 0;
      while (newest < rounds) {
        RawPeer.Frame pong = peer.readUntil(RawPeer.PONG);
        newest = pong.payload().getInt(0);
        pongs++;
      }
      assertThat(pongs).isLessThan(1000); // of 10,000; some fit into the kernel's buffers
      assertThat(heard.closed).isEmpty();
    }
  }

  @Test
  void whoReadsNothingAtAllStillStopsAndIsHeard() throws Exception {
    try (RawPeer peer = RawPeer.dial(port)) {
      Link link = next(links);
      fill(link);
      peer.flood(peer.frame(RawPeer.PING, LONGEST), 100);
      for (int id = 1; id <= 200; id++) {
        Stop stop = new Stop(Stop.Cause.PERSON, 0, id, 0, Numbered.NONE);
        peer.write(peer.frame(RawPeer.BINARY, BinaryCodec.encode(stop)));
        assertThat(next(heard.messages)).isEqualTo(stop);
      }
      assertThat(waitingBytes(link)).isLessThan(MOST_WAITING_BYTES);
    }
  }

  @Test
  void aStopThatCameAmongAFloodIsPassedOnBeforeThePeerIsDismissed() throws Exception {
    try (RawPeer peer = RawPeer.dial(port)) {
      Stop stop = new Stop(Stop.Cause.PERSON, 0, 7, 0, Numbered.NONE);
      ByteBuffer all = ByteBuffer.allocate(8000);
      for (int i = 0; i <= FrameBudget.AT_ONCE; i++) {
        all.put(peer.frame(RawPeer.PING, NOTHING));
      }
      all.put(peer.frame(RawPeer.BINARY, BinaryCodec.encode(stop))).flip();
      byte[] bytes = new byte[all.remaining()];
      all.get(bytes);
      peer.write(bytes);
      assertThat(next(heard.closed)).isEqualTo(CloseCode.FLOODED);
      assertThat(next(heard.messages)).isEqualTo(stop);
    }
  }

  @Test
  void anOlderPeerThatIsAskedTwentyTimesASecondIsFarBelowItsBudget() throws Exception {
    try (RawPeer peer = RawPeer.dial(port)) {
      for (int second = 0; second < 60; second++) {
        for (int i = 0; i < 20; i++) {
          peer.write(peer.frame(RawPeer.PONG, new byte[Long.BYTES]));
        }
        sync(peer);
        nowMs.addAndGet(1000);
      }
      assertThat(heard.probed.get()).isEqualTo(60 * 20);
      assertThat(heard.closed).isEmpty();
    }
  }

  @Test
  void aHostileRelayFloodsNoRobot() throws Exception {
    WebSocketDialer dialer = new WebSocketDialer(vertx, null, nowMs::get, drops);
    try (ServerSocket hostile = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI uri = URI.create("ws://127.0.0.1:" + hostile.getLocalPort() + "/ws/robot/r");
      vertx.runOnContext(
          ignored ->
              dialer.dial(
                  uri,
                  "key",
                  this::open,
                  failure -> {
                    throw new AssertionError(failure);
                  }));
      try (RawPeer relay = RawPeer.welcome(hostile.accept())) {
        Link link = next(links);
        relay.flood(relay.frame(RawPeer.PING, LONGEST), MANY);
        assertThat(next(heard.closed)).isEqualTo(CloseCode.FLOODED);
        assertThat(waitingBytes(link)).isLessThan(MOST_WAITING_BYTES);
      }
    }
  }

  /** All that the peer wrote before has been dealt with. */
  private void sync(RawPeer peer) throws Exception {
    Ping ping = new Ping(1, 2);
    peer.write(peer.frame(RawPeer.BINARY, BinaryCodec.encode(ping)));
    assertThat(next(heard.messages)).isEqualTo(ping);
  }

  /** Sends until the link takes nothing more. */
  private void fill(Link link) throws Exception {
    CompletableFuture<Boolean> full = new CompletableFuture<>();
    vertx.runOnContext(ignored -> fill(link, full));
    assertThat(full.get(DEADLINE_S, TimeUnit.SECONDS)).isTrue();
  }

  private void fill(Link link, CompletableFuture<Boolean> full) {
    for (int i = 0; i < 100; i++) {
      if (link.offer(new Ping(3, 4)) == Link.Offer.FULL) {
        full.complete(true);
        return;
      }
    }
    vertx.runOnContext(ignored -> fill(link, full));
  }

  private long waitingBytes(Link link) throws Exception {
    CompletableFuture<Long> bytes = new CompletableFuture<>();
    vertx.runOnContext(ignored -> bytes.complete(((WebSocketLink) link).waitingBytes()));
    return bytes.get(DEADLINE_S, TimeUnit.SECONDS);
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    @Nullable T got = queue.poll(DEADLINE_S, TimeUnit.SECONDS);
    assertThat(got).as("arrived within the deadline").isNotNull();
    return got;
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(DEADLINE_S, TimeUnit.SECONDS);
  }
}
