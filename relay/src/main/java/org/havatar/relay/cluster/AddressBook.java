package org.havatar.relay.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.havatar.relay.config.Cluster.Member;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where other nodes may be. Names are looked up at every question; when that fails, the last answer
 * stays, because a name server that is down is no reason to forget a node. Any thread; blocks.
 */
final class AddressBook {
  /** Java keeps answers for 30 s by default: a node that was moved would be found late. */
  private static final int ANSWERS_KEPT_S = 3;

  private static final Logger LOG = LoggerFactory.getLogger(AddressBook.class);

  /** Asks a name server. */
  interface Lookup {
    List<InetAddress> addresses(String name) throws UnknownHostException;
  }

  private final List<Member> members;
  private final Lookup lookup;
  private final Map<String, List<InetAddress>> lastGood = new HashMap<>();
  private final Set<String> failing = new HashSet<>();

  AddressBook(List<Member> members, Lookup lookup) {
    this.members = List.copyOf(members);
    this.lookup = lookup;
  }

  /** That asks the machine's name servers, and has Java forget their answers soon. */
  static AddressBook ofThisMachine(List<Member> members) {
    Security.setProperty("networkaddress.cache.ttl", Integer.toString(ANSWERS_KEPT_S));
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
    return new AddressBook(members, name -> List.of(InetAddress.getAllByName(name)));
  }

  /** All of them, in the order of the settings. */
  synchronized Set<InetSocketAddress> addresses() {
    Set<InetSocketAddress> all = new LinkedHashSet<>();
    for (Member member : members) {
      List<InetAddress> found = find(member.host());
      List<InetAddress> wanted = member.isEach() || found.isEmpty() ? found : found.subList(0, 1);
      wanted.forEach(address -> all.add(new InetSocketAddress(address, member.port())));
    }
    return all;
  }

  private List<InetAddress> find(String host) {
    try {
      List<InetAddress> found = new ArrayList<>(lookup.addresses(host));
      if (!found.isEmpty()) {
        if (failing.remove(host)) {
          LOG.info("cluster.members: {} is found again", host);
        }
        lastGood.put(host, found);
        return found;
      }
    } catch (UnknownHostException e) {
      // Told below.
    }
    List<InetAddress> known = lastGood.getOrDefault(host, List.of());
    if (failing.add(host)) {
      LOG.warn("cluster.members: {} can't be looked up; going on with {}", host, known);
    }
    return known;
  }
}
