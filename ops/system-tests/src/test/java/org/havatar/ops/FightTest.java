package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.havatar.ops.judge.BoardLog.Setpoint;
import org.havatar.ops.judge.Referee;
import org.havatar.ops.judge.RequestLedger.Kind;
import org.havatar.ops.judge.TermJudge;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.HoldingProxy;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.TestClient;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.ReleaseLease;
import org.junit.jupiter.api.Test;

/**
 * Two clients fight for one robot, both sending setpoints all the time. The board's log says whose
 * were executed.
 */
final class FightTest {
  private static final int TIMES = Integer.getInteger("havatar.fights.times", 60);
  private static final long SEED = Long.getLong("havatar.fights.seed", 42);

  /** A driver may leave a request unanswered for 10 s, and the machine may be busy. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(60);

  @Test
  void onlyTheHolderOfATermMovesTheMotors() {
    SplittableRandom random = new SplittableRandom(SEED);
    try (Scene scene = Scene.open("onlyTheHolderOfATermMovesTheMotors")) {
      scene.driver().takeWheel(); // releases the stop of the robot's start
      scene.driver().send(new ReleaseLease());
      scene.driver().client().await("a free lease", () -> !scene.driver().view().holdsLease());
      scene.driver().disconnect();
      Referee referee = new Referee();
      try (HoldingProxy onePath = HoldingProxy.to(scene.relayPort());
          HoldingProxy otherPath = HoldingProxy.to(scene.relayPort());
          TestClient watcher = watch(scene, referee, random.split());
          Fighter one = new Fighter(0, scene, onePath, random.split());
          Fighter other = new Fighter(1, scene, otherPath, random.split())) {
        Fights fights = new Fights(one, other, random.split());
        long fromNs = System.nanoTime();
        fights.run(TIMES);
        long tookNs = System.nanoTime() - fromNs;
        awaitAnswers("requests without an answer", one, other, f -> f.ledger().stillOpen());
        one.rest();
        other.rest();
        awaitAnswers("setpoints without a reason", one, other, Fighter::unanswered);
        System.out.printf("fights: %d in %.1f s, seed %d%n", TIMES, tookNs / 1e9, SEED);
        System.out.println("  done: " + fights.acts());
        System.out.println("  leases: " + referee.causes());
        assertThat(watcher.isConnected()).as("the referee saw it all").isTrue();
        judge(scene, referee, List.of(one, other));
      }
    }
  }

  private static TestClient watch(Scene scene, Referee referee, SplittableRandom random) {
    TestClient watcher =
        new TestClient(Accounts.ROBOT, random, (message, atNs) -> referee.hear(message));
    watcher.connect(scene.api(), Accounts.OWNER);
    return watcher;
  }

  /**
   * @param open what a fighter still waits for
   */
  private static void awaitAnswers(
      String what, Fighter one, Fighter other, Function<Fighter, Collection<?>> open) {
    Awaitility.await(what)
        .atMost(LAST_ANSWERS)
        .untilAsserted(
            () -> {
              assertThat(open.apply(one)).as("of one").isEmpty();
              assertThat(open.apply(other)).as("of the other").isEmpty();
            });
  }

  private static void judge(Scene scene, Referee referee, List<Fighter> fighters) {
    TermJudge terms = new TermJudge(scene.boardLog().entries());
    System.out.printf(
        "  board: %d setpoints executed, %d of them moving, in %d terms%n",
        terms.setpoints(), terms.moving(), terms.terms());
    printRequests(fighters);
    printCommands(fighters);
    assertThat(referee.faults()).isEmpty();
    assertThat(terms.faults()).isEmpty();
    assertThat(terms.moving()).as("fights in which nothing moves prove nothing").isPositive();
    assertThat(scene.wronglyExecuted()).isEmpty();
    assertThat(executedForOthers(scene, referee.holders(), fighters)).isEmpty();
    for (Fighter fighter : fighters) {
      assertThat(fighter.ledger().unexpected()).as("refusals of nothing").isEmpty();
    }
  }

  /** Setpoints of the fights that were not the holder's of their term. */
  private static List<String> executedForOthers(
      Scene scene, Map<Numbered, Long> holders, List<Fighter> fighters) {
    List<String> wrong = new ArrayList<>();
    for (Setpoint each : scene.boardLog().since(Long.MIN_VALUE / 2, Setpoint.class)) {
      Long holder = holders.get(each.term());
      if (holder == null) {
        continue; // before the referee came: the scene's own driver
      }
      for (Fighter fighter : fighters) {
        if (fighter.intrudedWith(each.term(), each.sequence())) {
          wrong.add(each + " was sent without the lease");
        }
        if (fighter.isFrom(each.sequence()) && !fighter.tags().contains(holder)) {
          wrong.add(each + " is not from " + Long.toHexString(holder) + ", who had the lease");
        }
      }
    }
    return wrong;
  }

  private static void printRequests(List<Fighter> fighters) {
    Map<Kind, Integer> sent = new EnumMap<>(Kind.class);
    Map<Kind, Map<String, Integer>> ends = new EnumMap<>(Kind.class);
    for (Fighter fighter : fighters) {
      fighter.ledger().sent().forEach((kind, count) -> sent.merge(kind, count, Integer::sum));
      fighter
          .ledger()
          .outcomes()
          .forEach(
              (kind, all) ->
                  all.forEach(
                      (end, count) ->
                          ends.computeIfAbsent(kind, k -> new TreeMap<>())
                              .merge(end, count, Integer::sum)));
    }
    sent.forEach(
        (kind, count) ->
            System.out.printf(
                "  %s: %d sent = %s%n", kind, count, ends.getOrDefault(kind, Map.of())));
  }

  private static void printCommands(List<Fighter> fighters) {
    Map<Reason, Integer> acks = new EnumMap<>(Reason.class);
    int sent = 0;
    int lost = 0;
    for (Fighter fighter : fighters) {
      Fighter.Commands commands = fighter.commands();
      commands.acks().forEach((reason, count) -> acks.merge(reason, count, Integer::sum));
      sent += commands.sent();
      lost += commands.lost();
    }
    System.out.printf(
        "  setpoints: %d sent, %d lost with a connection; answers %s%n", sent, lost, acks);
  }
}
