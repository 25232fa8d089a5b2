package org.havatar.relay.access.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TicketsTest {
  private static final int TTL_MS = 30_000;
  private static final long NOW_MS = 1_000_000;
  private final Tickets tickets = new Tickets(TTL_MS);

  @Test
  void aTicketNamesWhoAskedForIt() {
    String ticket = tickets.issue("ana", NOW_MS);
    assertThat(tickets.redeem(ticket, NOW_MS)).contains("ana");
  }

  @Test
  void aTicketWorksOnce() {
    String ticket = tickets.issue("ana", NOW_MS);
    tickets.redeem(ticket, NOW_MS);
    assertThat(tickets.redeem(ticket, NOW_MS)).isEmpty();
  }

  @Test
  void aTicketWorksOneMillisecondBeforeItsEnd() {
    String ticket = tickets.issue("ana", NOW_MS);
    assertThat(tickets.redeem(ticket, NOW_MS + TTL_MS - 1)).contains("ana");
  }

  @Test
  void aTicketIsOverExactlyAtItsEnd() {
    String ticket = tickets.issue("ana", NOW_MS);
    assertThat(tickets.redeem(ticket, NOW_MS + TTL_MS)).isEmpty();
  }

  @Test
  void anInventedTicketIsNobodys() {
    tickets.issue("ana", NOW_MS);
    assertThat(tickets.redeem("", NOW_MS)).isEmpty();
    assertThat(tickets.redeem("A".repeat(43), NOW_MS)).isEmpty();
  }

  @Test
  void ticketsOfOneAccountAreBoundedAndLeaveOthersAlone() {
    String bens = tickets.issue("ben", NOW_MS);
    List<String> anas = new ArrayList<>();
    for (int i = 0; i <= Tickets.MAX_PER_USER; i++) {
      anas.add(tickets.issue("ana", NOW_MS));
    }
    assertThat(tickets.redeem(anas.get(0), NOW_MS)).isEmpty();
    assertThat(tickets.redeem(anas.get(1), NOW_MS)).contains("ana");
    assertThat(tickets.redeem(bens, NOW_MS)).contains("ben");
  }

  @Test
  void redeemedTicketsDontCountAgainstTheBound() {
    String first = tickets.issue("ana", NOW_MS);
    for (int i = 0; i < 3 * Tickets.MAX_PER_USER; i++) {
      assertThat(tickets.redeem(tickets.issue("ana", NOW_MS), NOW_MS)).contains("ana");
    }
    assertThat(tickets.redeem(first, NOW_MS)).contains("ana");
  }
}
