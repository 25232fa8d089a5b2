package org.havatar.relay.access.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.Store;
import org.havatar.relay.store.EmbeddedStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TicketsTest {
  private static final int TTL_MS = 30_000;
  private static final long BEGIN_MS = 1_000_000;
  private final AtomicLong nowMs = new AtomicLong(BEGIN_MS);
  private final Store store;
  private final Tickets tickets;

  TicketsTest(@TempDir Path directory) {
    store = EmbeddedStore.open(directory.resolve("store"), () -> nowMs.get() * 1_000_000);
    tickets = new Tickets(store.ephemera(), TTL_MS);
  }

  @AfterEach
  void close() {
    Answers.of(store.close());
  }

  private String issue(String userName) {
    return Answers.of(tickets.issue(userName, nowMs.get()));
  }

  private Optional<String> redeem(String ticket, long atMs) {
    nowMs.set(atMs);
    return Answers.of(tickets.redeem(ticket));
  }

  @Test
  void aTicketNamesWhoAskedForIt() {
    String ticket = issue("ana");
    assertThat(redeem(ticket, BEGIN_MS)).contains("ana");
  }

  @Test
  void aTicketWorksOnce() {
    String ticket = issue("ana");
    redeem(ticket, BEGIN_MS);
    assertThat(redeem(ticket, BEGIN_MS)).isEmpty();
  }

  @Test
  void aTicketWorksOneMillisecondBeforeItsEnd() {
    String ticket = issue("ana");
    assertThat(redeem(ticket, BEGIN_MS + TTL_MS - 1)).contains("ana");
  }

  @Test
  void aTicketIsOverExactlyAtItsEnd() {
    String ticket = issue("ana");
    assertThat(redeem(ticket, BEGIN_MS + TTL_MS)).isEmpty();
  }

  @Test
  void anInventedTicketIsNobodys() {
    issue("ana");
    assertThat(redeem("", BEGIN_MS)).isEmpty();
    assertThat(redeem("A".repeat(43), BEGIN_MS)).isEmpty();
  }

  @Test
  void ticketsOfOneAccountAreBoundedAndLeaveOthersAlone() {
    String bens = issue("ben");
    List<String> anas = new ArrayList<>();
    for (int i = 0; i <= Tickets.MAX_PER_USER; i++) {
      anas.add(issue("ana"));
    }
    assertThat(redeem(anas.get(0), BEGIN_MS)).isEmpty();
    assertThat(redeem(anas.get(1), BEGIN_MS)).contains("ana");
    assertThat(redeem(bens, BEGIN_MS)).contains("ben");
  }

  @Test
  void redeemedTicketsDontCountAgainstTheBound() {
    String first = issue("ana");
    for (int i = 0; i < 3 * Tickets.MAX_PER_USER; i++) {
      assertThat(redeem(issue("ana"), BEGIN_MS)).contains("ana");
    }
    assertThat(redeem(first, BEGIN_MS)).contains("ana");
  }

  @Test
  void theAccountsOpenTicketsAreCountedAnewWhenTheyAreOver() {
    for (int i = 0; i < Tickets.MAX_PER_USER; i++) {
      issue("ana");
    }
    nowMs.addAndGet(TTL_MS);
    String first = issue("ana");
    for (int i = 1; i < Tickets.MAX_PER_USER; i++) {
      issue("ana");
    }
    assertThat(redeem(first, nowMs.get())).contains("ana");
  }

  @Test
  void aTicketOfOneNodeIsGoodOnceOnAnother() {
    Tickets other = new Tickets(store.ephemera(), TTL_MS);
    String ticket = issue("ana");
    assertThat(Answers.of(other.redeem(ticket))).contains("ana");
    assertThat(Answers.of(tickets.redeem(ticket))).isEmpty();
  }
}
