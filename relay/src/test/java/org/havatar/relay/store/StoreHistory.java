package org.havatar.relay.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.identity.Account;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.User;

/**
 * Random operations that overlap, with restarts and faults in between, against a plain model: what
 * was answered has to be what some order of the operations gives, and what failed has happened or
 * not, once and for all.
 */
public final class StoreHistory {
  private static final int BATCHES = 12;
  private static final int MOST_AT_ONCE = 4;
  private static final int ANSWER_S = 30;

  /** Whom a history is played on. */
  public interface Stage {
    /** Stores of nodes that share what they hold; others after a restart. */
    List<Store> stores();

    /** In the midst of operations: some of them may fail. */
    void disturb(Random random) throws Exception;

    /** Ends the stores without a goodbye and opens others; nothing is under way. */
    void restart(Random random) throws Exception;
  }

  /** What the model holds: names and what they are. */
  private record Model(Map<String, String> things) {
    Model with(String name, String thing) {
      Map<String, String> next = new TreeMap<>(things);
      next.put(name, thing);
      return new Model(next);
    }
  }

  private record Step(String answer, Model after) {}

  /** One kind of operation, on a store and on the model. */
  private sealed interface Operation {
    record AddAccount(String name) implements Operation {}

    record FindAccount(String name) implements Operation {}

    record Boot(String robot, long number, long startId) implements Operation {}

    record Count(String name) implements Operation {}
  }

  private record Asked(Operation operation, Future<String> future) {}

  private final Stage stage;
  private final Random random;
  private final String prefix;
  private Set<Model> possible = Set.of(new Model(Map.of()));
  private int failed;

  private StoreHistory(Stage stage, long seed) {
    this.stage = stage;
    this.random = new Random(seed);
    this.prefix = "h" + seed + "-";
  }

  /** Plays so many histories; the seed of one that fails is in its message. */
  public static void play(Stage stage, int times, long firstSeed) {
    int failed = 0;
    for (long seed = firstSeed; seed < firstSeed + times; seed++) {
      StoreHistory history = new StoreHistory(stage, seed);
      try {
        history.run();
      } catch (Exception | AssertionError e) {
        throw new AssertionError("history with seed " + seed + ": " + e.getMessage(), e);
      }
      failed += history.failed;
    }
    System.out.printf(
        "histories: %d of %s, %d operations failed in between and were accounted for%n",
        times, stage.getClass().getSimpleName(), failed);
  }

  private void run() throws Exception {
    for (int batch = 0; batch < BATCHES; batch++) {
      List<Asked> asked = new ArrayList<>();
      int count = 1 + random.nextInt(MOST_AT_ONCE);
      boolean disturbed = random.nextInt(8) == 0;
      int disturbedAt = random.nextInt(count);
      for (int i = 0; i < count; i++) {
        List<Store> stores = stage.stores();
        Operation operation = draw();
        asked.add(new Asked(operation, ask(stores.get(random.nextInt(stores.size())), operation)));
        if (disturbed && i == disturbedAt) {
          stage.disturb(random);
        }
      }
      settle(asked);
      if (random.nextInt(BATCHES) == 0) {
        stage.restart(random);
      }
    }
  }

  private Operation draw() {
    String name = prefix + "n" + random.nextInt(3);
    return switch (random.nextInt(4)) {
      case 0 -> new Operation.AddAccount(name);
      case 1 -> new Operation.FindAccount(name);
      case 2 -> new Operation.Boot(name, 1 + random.nextInt(6), random.nextInt(2));
      default -> new Operation.Count(name);
    };
  }

  private static Future<String> ask(Store store, Operation operation) {
    return switch (operation) {
      case Operation.AddAccount(String name) ->
          store
              .accounts()
              .add(new Account(new User(name, name, false), "hash"), Actor.OPERATOR, 1)
              .map(String::valueOf);
      case Operation.FindAccount(String name) ->
          store.accounts().account(name).map(Optional::isPresent).map(String::valueOf);
      case Operation.Boot(String robot, long number, long startId) ->
          store.robots().recordBoot(robot, number, startId).map(OptionalLong::toString);
      case Operation.Count(String name) -> {
        Key key = new Key(Kind.BOOT, "c-" + name);
        yield ((DocumentStore) store)
            .documents()
            .update(
                List.of(key),
                draft -> {
                  int next = draft.get(key).map(Integer::parseInt).orElse(0) + 1;
                  draft.put(key, Integer.toString(next));
                  return Integer.toString(next);
                });
      }
    };
  }

  private static Step onModel(Model model, Operation operation) {
    return switch (operation) {
      case Operation.AddAccount(String name) -> {
        boolean added = !model.things().containsKey("a" + name);
        yield new Step(String.valueOf(added), added ? model.with("a" + name, "") : model);
      }
      case Operation.FindAccount(String name) ->
          new Step(String.valueOf(model.things().containsKey("a" + name)), model);
      case Operation.Boot(String robot, long number, long startId) -> {
        String[] known = model.things().getOrDefault("b" + robot, "0/-1").split("/", -1);
        long highest = Long.parseLong(known[0]);
        boolean same = number == highest && startId == Long.parseLong(known[1]);
        yield number > highest
            ? new Step(
                OptionalLong.empty().toString(), model.with("b" + robot, number + "/" + startId))
            : new Step((same ? OptionalLong.empty() : OptionalLong.of(highest)).toString(), model);
      }
      case Operation.Count(String name) -> {
        int next = Integer.parseInt(model.things().getOrDefault("c" + name, "0")) + 1;
        yield new Step(Integer.toString(next), model.with("c" + name, Integer.toString(next)));
      }
    };
  }

  /** Waits for all answers and keeps the models that could have given them. */
  private void settle(List<Asked> asked) throws Exception {
    List<Operation> operations = new ArrayList<>();
    List<Optional<String>> answers = new ArrayList<>();
    for (Asked each : asked) {
      operations.add(each.operation());
      answers.add(
          each.future()
              .toCompletionStage()
              .toCompletableFuture()
              .handle((answer, failure) -> Optional.ofNullable(answer))
              .get(ANSWER_S, TimeUnit.SECONDS));
    }
    failed += (int) answers.stream().filter(Optional::isEmpty).count();
    Set<Model> next = new HashSet<>();
    for (Model model : possible) {
      collect(model, operations, answers, 0, next);
    }
    assertThat(next)
        .as("no order of %s gives %s from %s", operations, answers, possible)
        .isNotEmpty();
    possible = next;
  }

  /**
   * @param done bits of the operations that this order has behind it
   */
  private static void collect(
      Model model,
      List<Operation> operations,
      List<Optional<String>> answers,
      int done,
      Set<Model> found) {
    if (done == (1 << operations.size()) - 1) {
      found.add(model);
      return;
    }
    for (int i = 0; i < operations.size(); i++) {
      int bit = 1 << i;
      if ((done & bit) == 0) {
        Step step = onModel(model, operations.get(i));
        Optional<String> answer = answers.get(i);
        if (answer.isEmpty() || answer.get().equals(step.answer())) {
          collect(step.after(), operations, answers, done | bit, found);
        }
        if (answer.isEmpty()) {
          collect(model, operations, answers, done | bit, found);
        }
      }
    }
  }
}
