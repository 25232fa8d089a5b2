package org.havatar.relay.access.identity;

import java.util.Optional;
import java.util.Set;

/**
 * Where passkeys work.
 *
 * @param origins of the pages, as browsers tell them, each with a host name; none: nowhere
 */
public record PasskeyPolicy(Set<String> origins) {
  public static final PasskeyPolicy OFF = new PasskeyPolicy(Set.of());

  public PasskeyPolicy {
    origins = Set.copyOf(origins);
  }

  /** What the header says is taken for nothing but a choice among those that are configured. */
  Optional<RelyingParty> party(String originHeader) {
    return origins.contains(originHeader)
        ? Optional.of(new RelyingParty(originHeader))
        : Optional.empty();
  }
}
