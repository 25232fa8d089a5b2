package org.havatar.relay.access.privacy;

import java.util.List;

/** What became of a wish to be forgotten. */
public sealed interface ErasureOutcome {
  record Erased() implements ErasureOutcome {}

  record Unknown() implements ErasureOutcome {}

  /** It owns these robots, by id; whose are they to be? */
  record OwnsRobots(List<String> robotIds) implements ErasureOutcome {}

  /** Nobody could administrate any more. */
  record LastAdministrator() implements ErasureOutcome {}
}
