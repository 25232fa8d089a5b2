package org.havatar.relay.session;

import java.util.List;
import org.havatar.relay.session.Accounts.Account;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.SelectRobot;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.TakeLease;
import org.havatar.transports.wire.Welcome;
import org.jspecify.annotations.Nullable;

/** A driver at the other end of a fake link: answers pings, numbers its setpoints. */
final class TestClient implements SimulatedNode.Peer {
  static final String INSTANCE = "0123456789abcdef0123456789abcdef";

  final FakeLink link = new FakeLink();
  final Account account;
  private final SimulatedNode bench;
  private final Sessions loop;
  private final Session session;
  private int answered;
  private String instance = INSTANCE;
  int sequence;

  /** What its hello offers. */
  List<String> features = List.of();

  /** Marks its setpoints. */
  int leftPermille = 100;

  TestClient(SimulatedNode bench, String loop, Account account, @Nullable String wantedRobot) {
    this.bench = bench;
    this.account = account;
    this.loop = bench.loopNamed(loop);
    this.loop.enter(bench.nowMs);
    this.session = this.loop.openClient(account, wantedRobot, link);
  }

  void say(Message message) {
    if (link.closedWith == null) {
      bench.readingTurn(loop, () -> session.onMessage(message, bench.nowMs));
      bench.settle();
    }
  }

  /** As the node calls the session. */
  String id() {
    return link.last(Welcome.class).session();
  }

  void hello() {
    say(new ClientHello(List.of(1), features, instance, "test/1"));
  }

  /** Another page, or program, of the same account. */
  TestClient as(String otherInstance) {
    instance = otherInstance;
    return this;
  }

  /** The page was loaded anew: another instance, which knows the one before. */
  void helloAfterReload(String before) {
    instance = "b".repeat(32);
    say(new ClientHello(List.of(1), List.of(), instance, "test/1", before));
  }

  void select(String robotId) {
    say(new SelectRobot(robotId));
  }

  void take() {
    say(new TakeLease());
  }

  void lose() {
    loop.enter(bench.nowMs);
    loop.onClosed(session, CloseCode.LOST);
    bench.settle();
  }

  long tag() {
    return HolderTag.of(account.name(), instance);
  }

  Drive drive(Numbered term, Stamp echo) {
    sequence++;
    return new Drive(term, new Sequence(sequence), echo, 300, 0, leftPermille, leftPermille);
  }

  /** A setpoint with what the newest beacon said. */
  void steer() {
    Beacon beacon = link.last(Beacon.class);
    say(drive(beacon.term(), beacon.stamp()));
  }

  List<Reason> acks() {
    return link.all(Ack.class).stream().map(Ack::reason).toList();
  }

  @Override
  public void answer() {
    List<Message> news = List.copyOf(link.sent.subList(answered, link.sent.size()));
    answered = link.sent.size();
    for (Message message : news) {
      if (message instanceof Ping ping) {
        say(new Pong(ping.id(), ping.senderMs(), false, new Stamp(0)));
      }
    }
  }
}
