package org.havatar.relay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.havatar.relay.LogLines;
import org.havatar.relay.config.Cluster.Member;
import org.junit.jupiter.api.Test;

/** Where others may be, while names change. */
final class AddressBookTest {
  private final Map<String, List<String>> names = new HashMap<>();

  private AddressBook book(Member... members) {
    return new AddressBook(List.of(members), this::look);
  }

  private List<InetAddress> look(String name) throws UnknownHostException {
    List<InetAddress> found = new java.util.ArrayList<>();
    for (String each : names.getOrDefault(name, List.of())) {
      found.add(InetAddress.getByName(each));
    }
    if (found.isEmpty()) {
      throw new UnknownHostException(name);
    }
    return found;
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(address, port);
  }

  @Test
  void ofAPlainNameTheFirstAddressCountsAndOfDnsEach() {
    names.put("relays", List.of("10.0.0.1", "10.0.0.2"));
    assertThat(book(new Member("relays", 5701, false)).addresses())
        .containsExactly(at("10.0.0.1", 5701));
    assertThat(book(new Member("relays", 7, true)).addresses())
        .containsExactly(at("10.0.0.1", 7), at("10.0.0.2", 7));
  }

  @Test
  void aListThatChangesIsTakenAtTheNextQuestion() {
    names.put("relays", List.of("10.0.0.1"));
    AddressBook book = book(new Member("relays", 1, true));
    assertThat(book.addresses()).containsExactly(at("10.0.0.1", 1));
    names.put("relays", List.of("10.0.0.2", "10.0.0.3"));
    assertThat(book.addresses()).containsExactly(at("10.0.0.2", 1), at("10.0.0.3", 1));
  }

  @Test
  void aLookUpThatFailsKeepsTheLastAnswerAndIsToldOnce() {
    names.put("relays", List.of("10.0.0.1"));
    AddressBook book = book(new Member("relays", 1, true));
    book.addresses();
    names.clear();
    try (LogLines log = new LogLines()) {
      assertThat(book.addresses()).containsExactly(at("10.0.0.1", 1));
      assertThat(book.addresses()).containsExactly(at("10.0.0.1", 1));
      assertThat(log.with("relays can't be looked up")).hasSize(1);
      names.put("relays", List.of("10.0.0.9"));
      assertThat(book.addresses()).containsExactly(at("10.0.0.9", 1));
      assertThat(log.with("found again")).hasSize(1);
    }
  }

  @Test
  void aNameThatWasNeverFoundKeepsNobodyFromTheOthers() {
    names.put("10.0.0.5", List.of("10.0.0.5"));
    assertThat(book(new Member("gone", 1, true), new Member("10.0.0.5", 2, false)).addresses())
        .containsExactly(at("10.0.0.5", 2));
  }
}
