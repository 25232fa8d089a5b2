package org.havatar.ops;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.havatar.ops.judge.RequestLedger.Kind;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.Wait;

/** The script: who does what when, drawn from one seed. */
final class Fights {
  private static final int SHORTEST_MS = 100;
  private static final int LONGEST_MS = 220;

  /** One in so many rounds waits until a request has gone unanswered. */
  private static final int UNANSWERED_EVERY = 250;

  private static final int FIRST_UNANSWERED = 30;
  private static final Duration UNANSWERED_WITHIN = Duration.ofSeconds(12);
  private static final Duration DRIVER_WITHIN = Duration.ofSeconds(30);
  private static final List<String> ACCOUNTS =
      List.of(Accounts.VISITOR, Accounts.OWNER, Accounts.USER);

  private final Fighter one;
  private final Fighter other;
  private final SplittableRandom random;
  private final Map<String, Integer> acts = new TreeMap<>();

  Fights(Fighter one, Fighter other, SplittableRandom random) {
    this.one = one;
    this.other = other;
    this.random = random;
  }

  /** How often each thing was done. */
  Map<String, Integer> acts() {
    return acts;
  }

  void run(int times) {
    one.connectAs(Accounts.VISITOR);
    other.connectAs(Accounts.VISITOR);
    for (int i = 0; i < times; i++) {
      if (i % UNANSWERED_EVERY == FIRST_UNANSWERED) {
        leaveUnanswered();
      }
      round();
    }
  }

  private void round() {
    int lengthMs = random.nextInt(SHORTEST_MS, LONGEST_MS + 1);
    int firstMs = random.nextInt(lengthMs);
    Wait.during(Duration.ofMillis(firstMs));
    boolean swap = random.nextBoolean();
    Fighter first = swap ? other : one;
    act(first);
    if (random.nextInt(3) == 0) {
      act(first == one ? other : one); // at the same moment, as far as a program can
    }
    Wait.during(Duration.ofMillis(lengthMs - firstMs));
  }

  private void act(Fighter who) {
    if (!who.isConnected()) {
      comeBack(who);
    } else if (who.holds()) {
      actAsDriver(who);
    } else {
      actAsChallenger(who);
    }
  }

  private void comeBack(Fighter who) {
    // The driver keeps their account: another one would leave the lease with nobody for 10 s.
    boolean mayChange = who == other && !who.leftTheLease() && random.nextInt(2) == 0;
    String account = mayChange ? ACCOUNTS.get(random.nextInt(ACCOUNTS.size())) : who.account();
    count("came back as " + account);
    who.connectAs(account);
  }

  private void actAsDriver(Fighter who) {
    int draw = random.nextInt(100);
    if (who.isAsked() && draw < 60) {
      boolean grant = draw < 35;
      count(grant ? "granted" : "declined", who.answer(grant));
    } else if (draw < 25) {
      count("released", who.ask(Kind.RELEASE_LEASE));
    } else if (draw < 32) {
      count("took what it had", who.ask(Kind.TAKE_LEASE));
    } else if (draw < 36) {
      count("answered nobody", who.answer(true));
    } else if (draw < 60) {
      disconnect(who);
    } else if (draw < 75) {
      count("reloaded");
      who.reload();
    } else {
      count("drove on");
    }
  }

  private void actAsChallenger(Fighter who) {
    int draw = random.nextInt(100);
    if (draw < 35) {
      count("took", who.ask(Kind.TAKE_LEASE));
    } else if (draw < 55) {
      count("took over", who.ask(Kind.TAKE_OVER));
    } else if (draw < 80) {
      count("asked for it", who.ask(Kind.REQUEST_LEASE));
    } else if (draw < 84) {
      count("released what it had not", who.ask(Kind.RELEASE_LEASE));
    } else if (draw < 88) {
      count("answered without the lease", who.answer(true));
    } else {
      disconnect(who);
    }
  }

  private void disconnect(Fighter who) {
    switch (random.nextInt(3)) {
      case 0 -> {
        count("left");
        who.leave(true);
      }
      case 1 -> {
        count("broke off");
        who.leave(false);
      }
      default -> {
        count("was cut off");
        who.cut();
      }
    }
  }

  /** The driver drives on and says nothing for as long as a request may wait. */
  private void leaveUnanswered() {
    for (Fighter each : List.of(one, other)) {
      if (!each.isConnected()) {
        comeBack(each);
      }
    }
    Wait.until(
        "a driver",
        DRIVER_WITHIN,
        () -> {
          boolean driven = one.holds() || other.holds();
          if (!driven) {
            one.ask(Kind.TAKE_LEASE);
          }
          return driven;
        });
    Fighter asking = one.holds() ? other : one;
    count("was left without an answer", asking.ask(Kind.REQUEST_LEASE));
    Wait.until(
        "the end of the request",
        UNANSWERED_WITHIN,
        () -> !asking.ledger().isOpen(Kind.REQUEST_LEASE));
  }

  private void count(String act) {
    acts.merge(act, 1, Integer::sum);
  }

  private void count(String act, boolean done) {
    if (done) {
      count(act);
    }
  }
}
