package org.havatar.transports.link;

import org.jspecify.annotations.Nullable;

/** Who somebody says they are, as whichever transport has read it; nothing of it is proven yet. */
public sealed interface Claim {
  /** Where it comes from. */
  Trail trail();

  /**
   * A driver or a watcher.
   *
   * @param proof null when nothing was shown
   * @param robot which one is wanted first, as it was written; may be no robot id
   */
  record Client(@Nullable Proof proof, @Nullable String robot, Trail trail) implements Claim {}

  /**
   * A robot, or a device beside it.
   *
   * @param id as it was written; may be no robot id
   * @param key null when none was shown
   */
  record Robot(String id, @Nullable String key, Trail trail) implements Claim {
    /** Without the key: records end up in logs. */
    @Override
    public String toString() {
      return "Robot[" + id + ", " + trail + "]";
    }
  }

  /**
   * Neither of them. It is judged all the same, because it counts for its address.
   *
   * @param sentence tells a person how a claim looks on this transport
   */
  record Unreadable(String sentence, Trail trail) implements Claim {}

  /** With what a client proves its account. */
  sealed interface Proof {
    /** One that opens once. */
    record Ticket(String value) implements Proof {
      @Override
      public String toString() {
        return "Ticket";
      }
    }

    /** One that opens until it expires. */
    record Token(String value) implements Proof {
      @Override
      public String toString() {
        return "Token";
      }
    }
  }
}
