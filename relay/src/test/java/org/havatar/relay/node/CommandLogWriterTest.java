package org.havatar.relay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.havatar.relay.session.port.CommandArchive;
import org.havatar.relay.session.port.CommandRecord;
import org.havatar.relay.session.port.FairRing;
import org.junit.jupiter.api.Test;

class CommandLogWriterTest {
  private final List<List<CommandRecord>> batches = new ArrayList<>();
  private final List<CompletableFuture<Void>> answers = new ArrayList<>();
  private final FairRing<CommandRecord> ring = new FairRing<>(3, CommandRecord::account);
  private final CommandLogWriter writer =
      new CommandLogWriter(
          ring,
          new CommandArchive() {
            @Override
            public CompletionStage<Void> append(List<CommandRecord> batch) {
              batches.add(batch);
              answers.add(new CompletableFuture<>());
              return answers.get(answers.size() - 1);
            }

            @Override
            public CompletionStage<List<Entry>> find(Query query) {
              throw new UnsupportedOperationException("nobody reads here");
            }

            @Override
            public CompletionStage<Long> forgetBefore(long epochMs) {
              throw new UnsupportedOperationException("nobody forgets here");
            }

            @Override
            public CompletionStage<List<Entry>> ofAccount(String account, String after, int most) {
              throw new UnsupportedOperationException("nobody reads here");
            }

            @Override
            public CompletionStage<Long> anonymize(String account, String pseudonym) {
              throw new UnsupportedOperationException("nobody forgets here");
            }
          });

  private static CommandRecord record(int number) {
    return new CommandRecord("tank-1", number, number, "ana", 5, "stop", 0, 0, "forwarded", 1);
  }

  private void add(int number) {
    ring.add(record(number));
  }

  @Test
  void whatCameSinceTheLastTurnIsWrittenTogether() {
    writer.onTick();
    assertThat(batches).isEmpty();
    add(1);
    add(2);
    writer.onTick();
    assertThat(batches).containsExactly(List.of(record(1), record(2)));
  }

  @Test
  void aSlowArchiveIsNotAskedAgainAndTheRingGivesUpItsOldestAndCounts() {
    add(1);
    writer.onTick();
    for (int i = 2; i <= 6; i++) {
      add(i);
      writer.onTick();
    }
    assertThat(batches).hasSize(1);
    assertThat(ring.dropped()).isEqualTo(2);
    answers.get(0).complete(null);
    writer.onTick();
    assertThat(batches.get(1)).containsExactly(record(4), record(5), record(6));
  }

  @Test
  void whatTheArchiveRefusesIsCountedAndItIsTriedAgainWithTheNext() {
    add(1);
    add(2);
    writer.onTick();
    answers.get(0).completeExceptionally(new IllegalStateException("disk full"));
    assertThat(ring.dropped()).isEqualTo(2);
    add(3);
    writer.onTick();
    assertThat(batches.get(1)).containsExactly(record(3));
  }

  @Test
  void atTheEndEverythingIsHandedOverEvenWhileABatchIsUnderWay() {
    add(1);
    writer.onTick();
    add(2);
    writer.flush();
    assertThat(batches).containsExactly(List.of(record(1)), List.of(record(2)));
  }
}
