package org.havatar.relay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.havatar.relay.node.ShutdownSequence.Step;
import org.junit.jupiter.api.Test;

final class ShutdownSequenceTest {
  private final List<String> done = new ArrayList<>();

  private CompletionStage<?> note(String name) {
    done.add(name);
    return CompletableFuture.completedFuture(null);
  }

  @Test
  void everyStepIsDoneInOrder() {
    Step first = new Step("first", () -> note("first"), 100);
    Step second = new Step("second", () -> note("second"), 100);
    assertThat(ShutdownSequence.run(List.of(first, second))).isTrue();
    assertThat(done).containsExactly("first", "second");
  }

  @Test
  void aStepThatHangsFailsOrThrowsKeepsNoneFromBeingDone() {
    Step hangs = new Step("hangs", CompletableFuture::new, 1);
    Step fails =
        new Step("fails", () -> CompletableFuture.failedFuture(new IllegalStateException()), 100);
    Step throwing =
        new Step(
            "throws",
            () -> {
              throw new IllegalStateException();
            },
            100);
    Step last = new Step("last", () -> note("last"), 100);
    assertThat(ShutdownSequence.run(List.of(hangs, fails, throwing, last))).isFalse();
    assertThat(done).containsExactly("last");
  }
}
