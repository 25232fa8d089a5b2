package org.havatar.relay.access.robots;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** A store that answers when it is told to: nobody finds what is about to be overwritten. */
class KeptStopsTest {
  private static final String ROBOT = "tank-1";
  private static final KeptStop PRESSED = new KeptStop(false, true, 7, 9);
  private static final KeptStop LOCKED = new KeptStop(true, true, 8, 9);

  private final Queue<Runnable> asked = new ArrayDeque<>();
  private Optional<KeptStop> stored = Optional.empty();
  private boolean isFull;
  private final KeptStops stops = new KeptStops(store());

  @SuppressWarnings("unchecked")
  private RobotStore store() {
    return (RobotStore)
        Proxy.newProxyInstance(
            RobotStore.class.getClassLoader(),
            new Class<?>[] {RobotStore.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "keptStop" -> find();
                  case "keepStop" -> keep((Optional<KeptStop>) arguments[1]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private Future<Optional<KeptStop>> find() {
    Promise<Optional<KeptStop>> answer = Promise.promise();
    asked.add(() -> answer.complete(stored));
    return answer.future();
  }

  private Future<Boolean> keep(Optional<KeptStop> stop) {
    Promise<Boolean> answer = Promise.promise();
    asked.add(
        () -> {
          if (isFull) {
            answer.fail("no space left on device");
          } else {
            stored = stop;
            answer.complete(true);
          }
        });
    return answer.future();
  }

  private void answerAll() {
    for (Runnable next = asked.poll(); next != null; next = asked.poll()) {
      next.run();
    }
  }

  @Test
  void aConnectionFindsWhatAnotherOneWasSavingWhenItAsked() {
    stored = Optional.of(PRESSED);
    stops.keep(ROBOT, Optional.empty());
    Future<Optional<KeptStop>> found = stops.find(ROBOT);
    assertThat(asked).as("asked of the store at once").hasSize(1);
    answerAll();
    assertThat(found.result()).isEmpty();
  }

  @Test
  void whatWasSavedLastIsTheLastThatIsWritten() {
    stops.keep(ROBOT, Optional.of(PRESSED));
    stops.keep(ROBOT, Optional.empty());
    stops.keep(ROBOT, Optional.of(LOCKED));
    answerAll();
    assertThat(stored).contains(LOCKED);
  }

  @Test
  void robotsDoNotWaitForEachOther() {
    stops.keep(ROBOT, Optional.empty());
    stops.find("tank-2");
    assertThat(asked).hasSize(2);
  }

  @Test
  void aReleaseThatIsSavedForgetsNoStopThatCameAfterIt() {
    stops.keep(ROBOT, Optional.empty());
    isFull = true;
    Future<Boolean> kept = stops.keep(ROBOT, Optional.of(PRESSED));
    isFull = false;
    asked.remove().run();
    isFull = true;
    answerAll();
    assertThat(kept.failed()).isTrue();
    Future<Optional<KeptStop>> found = stops.find(ROBOT);
    answerAll();
    assertThat(found.result()).contains(PRESSED);
  }

  @Test
  void aStopThatTheDiskRefusedIsSavedByTheNextConnectionThatAsks() {
    isFull = true;
    stops.keep(ROBOT, Optional.of(PRESSED));
    answerAll();
    isFull = false;
    Future<Optional<KeptStop>> found = stops.find(ROBOT);
    answerAll();
    assertThat(found.result()).contains(PRESSED);
    assertThat(stored).contains(PRESSED);
  }
}
