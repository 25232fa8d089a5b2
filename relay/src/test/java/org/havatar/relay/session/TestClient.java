package org.havatar.relay.session;

import java.util.List;
import org.havatar.relay.session.connection.HolderTag;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.port.Accounts.Account;
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
public final class TestClient implements SimulatedNode.Peer {
  public static final String INSTANCE = "0123456789abcdef0123456789abcdef";

  public final FakeLink link = new FakeLink();
  public final Account account;
  private final SimulatedNode bench;
  private final Sessions loop;
  private final Session session;
  private int answered;
  private String instance = INSTANCE;
  public int sequence;

  /** What its hello offers. */
  public List<String> features = List.of();

  /** Marks its setpoints. */
  public int leftPermille = 100;

  public TestClient(
      SimulatedNode bench, String loop, Account account, @Nullable String wantedRobot) {
    this.bench = bench;
    this.account = account;
    this.loop = bench.loopNamed(loop);
    this.loop.enter(bench.nowMs);
    this.session = this.loop.openClient(account, wantedRobot, link);
  }

  public void say(Message message) {
    if (link.closedWith == null) {
      bench.readingTurn(loop, () -> session.onMessage(message, bench.nowMs));
      bench.settle();
    }
  }

  /** As the node calls the session. */
  public String id() {
    return link.last(Welcome.class).session();
  }

  public void hello() {
    say(new ClientHello(List.of(1), features, instance, "test/1"));
  }

  /** Another page, or program, of the same account. */
  public TestClient as(String otherInstance) {
    instance = otherInstance;
    return this;
  }

  /** The page was loaded anew: another instance, which knows the one before. */
  public void helloAfterReload(String before) {
    instance = "b".repeat(32);
    say(new ClientHello(List.of(1), List.of(), instance, "test/1", before, false));
  }

  /** The page has another connection already. */
  public void helloOfStandby() {
    say(new ClientHello(List.of(1), features, instance, "test/1", null, true));
  }

  public void select(String robotId) {
    say(new SelectRobot(robotId));
  }

  public void take() {
    say(new TakeLease());
  }

  public void lose() {
    loop.enter(bench.nowMs);
    loop.onClosed(session, CloseCode.LOST);
    bench.settle();
  }

  public long tag() {
    return HolderTag.of(account.name(), instance);
  }

  public Drive drive(Numbered term, Stamp echo) {
    sequence++;
    return new Drive(term, new Sequence(sequence), echo, 300, 0, leftPermille, leftPermille);
  }

  /** A setpoint with what the newest beacon said. */
  public void steer() {
    Beacon beacon = link.last(Beacon.class);
    say(drive(beacon.term(), beacon.stamp()));
  }

  public List<Reason> acks() {
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
