package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.transports.wire.RotateKey;
import org.junit.jupiter.api.Test;

final class KeyChainTest {
  private final FakeKeyStorage storage = new FakeKeyStorage();
  private KeyChain chain = new KeyChain("first", List.of(), storage);

  private void fresh(String key) {
    chain.onFresh(new RotateKey("id of " + key, key, 1000), chain.current(), () -> {}, why -> {});
  }

  /** The process dies; what is on disk is what it finds. */
  private void restart() {
    chain = new KeyChain("first", storage.disk, storage);
  }

  /** Dials until the node takes a key, as a node that knows only {@code good} would. */
  private String opensWith(String good) {
    for (int i = 0; i < 10 && !chain.current().equals(good); i++) {
      chain.onRefused(chain.current());
    }
    assertThat(chain.current()).isEqualTo(good);
    chain.onAccepted(good);
    return chain.current();
  }

  @Test
  void theConfiguredKeyIsTheFirstAndTheOneOnDiskWinsLater() {
    assertThat(chain.current()).isEqualTo("first");
    fresh("second");
    assertThat(chain.current()).isEqualTo("second");
    restart();
    assertThat(chain.current()).isEqualTo("second");
  }

  @Test
  void crashedBeforeItWasStoredTheFormerOneOpens() {
    storage.isSlow = true;
    fresh("second");
    assertThat(chain.current()).isEqualTo("first");
    restart();
    assertThat(opensWith("first")).isEqualTo("first");
  }

  @Test
  void crashedAfterItWasStoredEitherOpensWhateverTheNodeKnows() {
    fresh("second");
    restart();
    assertThat(opensWith("second")).isEqualTo("second");
    restart();
    assertThat(opensWith("first")).isEqualTo("first");
  }

  @Test
  void whateverWasHandedOverAndNeverUsedTheOneThatOpenedIsKept() {
    fresh("second");
    chain.onAccepted("second");
    for (String next : List.of("a", "b", "c", "d")) {
      chain.onFresh(new RotateKey(next, next, 1000), "second", () -> {}, why -> {});
    }
    assertThat(storage.disk).hasSize(KeyChain.KEPT).startsWith("d").contains("second");
    restart();
    assertThat(opensWith("second")).isEqualTo("second");
  }

  @Test
  void usedOnceAFreshKeyLeavesOnlyTheOneBefore() {
    fresh("second");
    chain.onAccepted("second");
    fresh("third");
    assertThat(storage.disk).containsExactly("third", "second", "first");
    chain.onAccepted("third");
    assertThat(storage.disk).containsExactly("third", "second");
    restart();
    assertThat(opensWith("second")).isEqualTo("second");
  }

  @Test
  void aKeyThatAPersonConfiguresWhileItRunsIsTriedNext() {
    fresh("second");
    chain.configure("by hand");
    assertThat(chain.current()).isEqualTo("by hand");
    chain.onAccepted("by hand");
    assertThat(storage.disk).containsExactly("by hand");
  }

  @Test
  void aKeyThatAPersonConfiguredBeforeTheStartIsTriedWhenThoseOnDiskAreRefused() {
    chain = new KeyChain("by hand", List.of("third", "second"), storage);
    assertThat(opensWith("by hand")).isEqualTo("by hand");
    assertThat(storage.disk).containsExactly("by hand");
  }

  @Test
  void aDiskThatFailsChangesNothing() {
    storage.fault = "read-only";
    fresh("second");
    assertThat(chain.current()).isEqualTo("first");
  }

  @Test
  void aRefusalOfAKeyThatIsNoLongerTriedMovesNothing() {
    fresh("second");
    chain.onRefused("first");
    assertThat(chain.current()).isEqualTo("second");
  }

  @Test
  void refusedEverywhereItBeginsAnew() {
    fresh("second");
    chain.onRefused("second");
    assertThat(chain.current()).isEqualTo("first");
    chain.onRefused("first");
    assertThat(chain.current()).isEqualTo("second");
  }

  private static final String NONE_TAKEN = "the relay takes none of this robot's";

  @Test
  void whatIsConfiguredAnewUnchangedChangesNothing() {
    fresh("second");
    chain.configure("first");
    assertThat(chain.current()).isEqualTo("second");
  }

  @Test
  void aFreshKeyIsTheNextOneAlsoWhenAnOlderOneOpened() {
    fresh("second");
    chain.onRefused("second");
    assertThat(chain.current()).isEqualTo("first");
    fresh("third");
    assertThat(chain.current()).isEqualTo("third");
  }

  @Test
  void theOldestIsDroppedForAFreshOneUnlessItIsInUse() {
    chain = new KeyChain("first", List.of("c", "b", "a"), storage);
    chain.onFresh(new RotateKey("d", "d", 1000), "c", () -> {}, why -> {});
    assertThat(storage.disk).containsExactly("d", "c", "b");
  }

  @Test
  void whatIsInOrderOnDiskIsNotWrittenAgain() {
    chain.onAccepted("first");
    assertThat(storage.writes).isZero();
    fresh("second");
    chain.onAccepted("second");
    chain.onAccepted("second");
    assertThat(storage.writes).isEqualTo(1);
  }

  @Test
  void thatNoKeyOpensIsToldOnceUntilSomethingHasChanged() {
    fresh("second");
    try (LogCapture log = new LogCapture(KeyChain.class)) {
      chain.onRefused("second");
      assertThat(log.messages()).isEmpty();
      chain.onRefused("first");
      assertThat(log.messages()).hasSize(1);
      assertThat(log.messages().getFirst()).startsWith(NONE_TAKEN + " 2 keys");
      refuseAll();
      assertThat(log.messages()).hasSize(1);
      chain.configure("by hand");
      refuseAll();
      assertThat(log.messages()).hasSize(2);
      opensWith("second");
      refuseAll();
      assertThat(log.messages()).hasSize(3);
    }
  }

  private void refuseAll() {
    for (int i = 0; i <= KeyChain.KEPT; i++) {
      chain.onRefused(chain.current());
    }
  }
}
