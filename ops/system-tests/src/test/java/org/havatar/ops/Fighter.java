package org.havatar.ops;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.havatar.ops.judge.RequestLedger;
import org.havatar.ops.judge.RequestLedger.Kind;
import org.havatar.ops.judge.SentCommands;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.DriverView;
import org.havatar.ops.kit.HoldingProxy;
import org.havatar.ops.kit.RelayApi;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.TestClient;
import org.havatar.ops.kit.TestDriver;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Event;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.LeaseRequested;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.ReleaseLease;
import org.havatar.transports.wire.RequestLease;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.TakeLease;
import org.havatar.transports.wire.TakeOver;
import org.jspecify.annotations.Nullable;

/**
 * One of two who want the same robot. It sends setpoints at 50 Hz whoever holds the lease: its own,
 * or, when it has none, some that only the lease check keeps from the motors. Which fighter a
 * setpoint is from shows in the lowest bit of its sequence and in the sign of its tracks.
 */
final class Fighter implements AutoCloseable {
  private static final long PERIOD_NS = 20_000_000;

  /** So far ahead of the driver's, an intruder's setpoint would be the newest of the term. */
  private static final int AHEAD = 64;

  private static final int MOST_STRAYS = 1000;

  private record Key(Numbered term, Sequence sequence) {}

  private final int parity;
  private final int trackPermille;
  private final SentCommands sent;
  private final TestClient client;
  private final RelayApi straight;
  private final RelayApi hop;
  private final HoldingProxy path;
  private final RequestLedger ledger = new RequestLedger();
  private final Map<String, String> tokens = new HashMap<>();
  private final Map<Key, Drive> unanswered = new HashMap<>();
  private final Map<Reason, Integer> acks = new EnumMap<>(Reason.class);
  private final Set<Long> tags = new HashSet<>();
  private final Set<Key> intrusions = new HashSet<>();
  private final Thread thread;
  private String user;
  private @Nullable LeaseRequested asked;
  private Numbered ownTerm = Numbered.NONE;
  private int ownSequence;
  private int strays;
  private int drives;
  private int lostDrives;
  private boolean leftTheLease;
  private volatile boolean ended;

  /**
   * @param index 0 or 1
   * @param path of its sockets; tickets are fetched from the relay itself
   */
  Fighter(int index, Scene scene, HoldingProxy path, SplittableRandom random) {
    this.parity = index;
    this.trackPermille = index == 0 ? 600 : -600;
    this.sent = scene.sent();
    this.path = path;
    this.straight = scene.api();
    this.hop = scene.api(path);
    this.user = Accounts.VISITOR;
    this.client = new TestClient(Accounts.ROBOT, random, (message, atNs) -> hear(message));
    this.thread = Thread.ofPlatform().daemon().name("fighter-" + index).unstarted(this::run);
    thread.start();
  }

  RequestLedger ledger() {
    return ledger;
  }

  String account() {
    return user;
  }

  boolean isConnected() {
    return client.isConnected();
  }

  boolean holds() {
    return client.view().holdsLease();
  }

  /** It held the lease when its connection ended: nobody else has it before 10 s of silence. */
  boolean leftTheLease() {
    return leftTheLease;
  }

  /** Every holder tag that it ever had. */
  synchronized Set<Long> tags() {
    return Set.copyOf(tags);
  }

  boolean isFrom(Sequence of) {
    return (of.value() & 1) == parity;
  }

  /** True when this one sent it without the lease. */
  synchronized boolean intrudedWith(Numbered term, Sequence sequence) {
    return intrusions.contains(new Key(term, sequence));
  }

  /** Connects as that account; a fresh instance when it is another one than before. */
  void connectAs(String account) {
    if (!account.equals(user)) {
      client.reload();
      user = account;
    }
    open(null);
  }

  /** The page is loaded anew: another instance, which names the one before. */
  void reload() {
    leave(true);
    open(client.reload());
    ask(Kind.TAKE_LEASE, new TakeLease());
  }

  private void open(@Nullable String resumes) {
    String token = tokens.computeIfAbsent(user, name -> straight.login(name, Accounts.PASSWORD));
    client.open(hop, straight.ticket(token), resumes);
    // What a newcomer is told must not pass for an answer to what it asks.
    client.await("the register", () -> !client.view().term().equals(Numbered.NONE));
  }

  void leave(boolean withGoodbye) {
    leftTheLease = holds();
    if (withGoodbye) {
      client.leave();
    } else {
      client.disconnect();
    }
    lost();
  }

  /** The relay hears nothing of it. */
  void cut() {
    leftTheLease = holds();
    path.strand();
    client.disconnect();
    lost();
  }

  private synchronized void lost() {
    ledger.lost();
    lostDrives += unanswered.size();
    unanswered.clear();
    asked = null;
  }

  /** False when such a request is open already: its answer could not be told from the other's. */
  boolean ask(Kind kind) {
    return switch (kind) {
      case TAKE_LEASE -> !isAsking() && ask(kind, new TakeLease());
      case TAKE_OVER -> !isAsking() && ask(kind, new TakeOver());
      case REQUEST_LEASE -> !ledger.isOpen(kind) && ask(kind, new RequestLease());
      case RELEASE_LEASE -> !ledger.isOpen(kind) && ask(kind, new ReleaseLease());
      case ANSWER_REQUEST -> answer(true);
    };
  }

  private boolean isAsking() {
    return ledger.isOpen(Kind.TAKE_LEASE) || ledger.isOpen(Kind.TAKE_OVER);
  }

  private boolean ask(Kind kind, Event message) {
    ledger.asked(kind);
    boolean sentIt = client.send(message);
    if (!sentIt) {
      ledger.unasked(kind);
    }
    return sentIt;
  }

  synchronized boolean isAsked() {
    return asked != null;
  }

  /** Answers whoever asks, or nobody. */
  boolean answer(boolean grant) {
    if (ledger.isOpen(Kind.ANSWER_REQUEST)) {
      return false;
    }
    LeaseRequested request;
    synchronized (this) {
      request = asked;
      asked = null;
    }
    long holder = request == null ? 1 : request.holder();
    return ask(Kind.ANSWER_REQUEST, new AnswerRequest(holder, grant));
  }

  private synchronized void hear(Message message) {
    long self = client.view().self();
    tags.add(self);
    ledger.hear(message, self);
    switch (message) {
      case LeaseRequested told when told.holder() != self ->
          asked = told.remainingMs() == 0 ? null : told;
      case Ack ack -> {
        acks.merge(ack.reason(), 1, Integer::sum);
        unanswered.remove(new Key(ack.term(), ack.sequence()));
      }
      default -> {
        // The view remembers the rest.
      }
    }
  }

  private void run() {
    long dueNs = System.nanoTime();
    while (!ended) {
      dueNs += PERIOD_NS;
      for (long leftNs = dueNs - System.nanoTime(); leftNs > 0 && !ended; ) {
        LockSupport.parkNanos(leftNs);
        leftNs = dueNs - System.nanoTime();
      }
      if (client.isConnected()) {
        drive();
      }
    }
  }

  private void drive() {
    long madeNs = System.nanoTime();
    DriverView view = client.view();
    Stamp echo = view.newestStamp();
    Beacon beacon = view.beacon();
    if (echo == null || beacon == null) {
      return;
    }
    boolean holds = view.holdsLease();
    Numbered term = view.term();
    if (holds) {
      ownTerm = term;
    }
    strays = (strays + 1) % MOST_STRAYS;
    boolean lateForOwn = strays % 2 == 0 && !ownTerm.equals(Numbered.NONE);
    Sequence next;
    if (holds || lateForOwn) {
      ownSequence = next(ownSequence);
      next = new Sequence(ownSequence);
    } else {
      next = new Sequence(next(beacon.lastSequence().value() + AHEAD + 2 * strays));
    }
    int permille = holds && view.latch() != LatchKind.NONE ? 0 : trackPermille;
    Numbered named = !holds && lateForOwn ? ownTerm : term;
    send(new Drive(named, next, echo, TestDriver.TTL_MS, 0, permille, permille / 2), holds, madeNs);
  }

  /** The next number with this fighter's lowest bit. */
  private int next(int after) {
    return ((after + 2) & ~1) | parity;
  }

  private void send(Drive drive, boolean holds, long madeNs) {
    Key key = new Key(drive.term(), drive.sequence());
    synchronized (this) {
      sent.made(drive, madeNs);
      if (!holds) {
        intrusions.add(key);
      }
      if (client.send(drive)) {
        drives++;
        unanswered.put(key, drive);
      }
    }
  }

  /** Sends nothing any more, but hears what is still on its way. */
  void rest() {
    ended = true;
    LockSupport.unpark(thread);
  }

  /** For the judge and for people. */
  record Commands(int sent, Map<Reason, Integer> acks, int lost) {}

  synchronized Commands commands() {
    return new Commands(drives, new EnumMap<>(acks), lostDrives);
  }

  /** Setpoints of this connection that no acknowledgement has come for yet. */
  synchronized List<Drive> unanswered() {
    return List.copyOf(unanswered.values());
  }

  @Override
  public void close() {
    rest();
    client.close();
    straight.close();
    hop.close();
  }
}
