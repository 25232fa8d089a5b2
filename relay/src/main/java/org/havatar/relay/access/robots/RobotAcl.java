package org.havatar.relay.access.robots;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who may reach one robot. Immutable; who may do what with it says {@link Permissions}.
 *
 * @param owner account name; empty: nobody
 * @param bookingRequired others than the owner drive only inside a booking of theirs
 * @param grants by account name, in its order
 * @param links those that were neither revoked nor forgotten, oldest first
 * @param offer to own the robot, which nobody has taken yet
 */
public record RobotAcl(
    String owner,
    Audience audience,
    boolean bookingRequired,
    Map<String, Grant> grants,
    List<ShareLink> links,
    Optional<Offer> offer) {

  public RobotAcl {
    grants = Collections.unmodifiableMap(new TreeMap<>(grants));
    links = List.copyOf(links);
  }

  /** Without an offer. */
  public RobotAcl(
      String owner,
      Audience audience,
      boolean bookingRequired,
      Map<String, Grant> grants,
      List<ShareLink> links) {
    this(owner, audience, bookingRequired, grants, links, Optional.empty());
  }

  /** A new robot's: whoever is not its owner needs a grant. */
  public static RobotAcl of(String owner) {
    return new RobotAcl(owner, Audience.GRANTED, false, Map.of(), List.of());
  }

  /** The owner, and whoever has a grant, be it over. */
  public Set<String> accounts() {
    Set<String> all = new HashSet<>(grants.keySet());
    if (!owner.isEmpty()) {
      all.add(owner);
    }
    return all;
  }

  public Optional<Grant> grantOf(String account, long nowMs) {
    return Optional.ofNullable(grants.get(account)).filter(grant -> grant.holds(nowMs));
  }

  /** Grants that are not over. */
  public List<Grant> grantsAt(long nowMs) {
    return grants.values().stream().filter(grant -> grant.holds(nowMs)).toList();
  }

  public Optional<ShareLink> link(String linkId) {
    return links.stream().filter(link -> link.linkId().equals(linkId)).findFirst();
  }

  public RobotAcl withAudience(Audience newAudience, boolean required) {
    return new RobotAcl(owner, newAudience, required, grants, links, offer);
  }

  /**
   * The new owner needs no grant. What the former one gave or offered ends, and every link with
   * what was redeemed from it: none of them is a way back.
   */
  RobotAcl ownedBy(String newOwner) {
    Map<String, Grant> others = new TreeMap<>(grants);
    others.remove(newOwner);
    others.values().removeIf(each -> each.by().equals(owner) || !each.linkId().isEmpty());
    return new RobotAcl(newOwner, audience, bookingRequired, others, List.of());
  }

  /** In place of a former offer; empty: nobody is offered the robot any more. */
  RobotAcl offered(Optional<Offer> changed) {
    return new RobotAcl(owner, audience, bookingRequired, grants, links, changed);
  }

  Optional<Offer> offerTo(String account, long nowMs) {
    return offer.filter(each -> each.to().equals(account) && each.holds(nowMs));
  }

  /** In place of the account's former grant; what is over is forgotten. */
  RobotAcl with(Grant grant, long nowMs) {
    Map<String, Grant> all = new TreeMap<>(grants);
    all.values().removeIf(each -> !each.holds(nowMs));
    all.put(grant.account(), grant);
    return new RobotAcl(owner, audience, bookingRequired, all, links, offer);
  }

  RobotAcl withoutGrant(String account) {
    Map<String, Grant> others = new TreeMap<>(grants);
    others.remove(account);
    return new RobotAcl(owner, audience, bookingRequired, others, links, offer);
  }

  /** Links that are over are forgotten. */
  RobotAcl with(ShareLink link, long nowMs) {
    List<ShareLink> all = new ArrayList<>(links);
    all.removeIf(each -> nowMs >= each.expiresMs());
    all.add(link);
    return new RobotAcl(owner, audience, bookingRequired, grants, all, offer);
  }

  RobotAcl withUsed(ShareLink link) {
    List<ShareLink> all =
        links.stream()
            .map(each -> each.linkId().equals(link.linkId()) ? each.used() : each)
            .toList();
    return new RobotAcl(owner, audience, bookingRequired, grants, all, offer);
  }

  boolean concerns(String account) {
    return grants.containsKey(account)
        || grants.values().stream().anyMatch(grant -> grant.by().equals(account))
        || links.stream().anyMatch(link -> link.origin().by().equals(account))
        || offer.filter(each -> each.concerns(account)).isPresent();
  }

  /**
   * Without what the account was granted, its links and the grants redeemed from those. What it
   * granted by hand to others stays, and {@code pseudonym} stands for it there.
   */
  RobotAcl withoutAccount(String account, String pseudonym) {
    RobotAcl left = withoutGrant(account);
    for (ShareLink link : links) {
      left = link.origin().by().equals(account) ? left.withoutLink(link.linkId()) : left;
    }
    Map<String, Grant> renamed = new TreeMap<>(left.grants);
    renamed.replaceAll((name, each) -> each.by().equals(account) ? each.by(pseudonym) : each);
    Optional<Offer> standing = offer.filter(each -> !each.concerns(account));
    return new RobotAcl(owner, audience, bookingRequired, renamed, left.links, standing);
  }

  /** With the link go the grants that were redeemed from it. */
  RobotAcl withoutLink(String linkId) {
    Map<String, Grant> others = new TreeMap<>(grants);
    others.values().removeIf(grant -> grant.linkId().equals(linkId));
    return new RobotAcl(
        owner,
        audience,
        bookingRequired,
        others,
        links.stream().filter(link -> !link.linkId().equals(linkId)).toList(),
        offer);
  }
}
