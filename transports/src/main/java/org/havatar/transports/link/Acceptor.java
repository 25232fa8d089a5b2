package org.havatar.transports.link;

import java.util.Optional;
import java.util.function.Consumer;

/** Decides whom a transport lets in; implemented by the relay, called on the connection's loop. */
public interface Acceptor {
  /** Judges who comes and calls {@code answer} once, on the same loop, now or later. */
  void judge(Claim claim, Consumer<Verdict> answer);

  /**
   * Somebody has connected and has said nothing yet. Any thread, never blocks: TLS, which costs
   * more than all that may come after it, hasn't begun.
   *
   * @param address literal, of the peer or of whom a PROXY header named
   * @return what to run when the connection has ended; empty: it is closed without a word
   */
  default Optional<Runnable> connected(String address) {
    return Optional.of(() -> {});
  }

  /** Somebody was turned away, by whomever; to be counted. */
  default void onRefused(Refusal reason) {}

  /**
   * Whether that address is a proxy of ours, which may name others as the source of what it hands
   * on. Nobody is, unless the configuration says so.
   */
  default boolean isTrustedProxy(String address) {
    return false;
  }

  /** The decision. */
  sealed interface Verdict {
    /**
     * Come in.
     *
     * @param remoteAddress whose connection it is, for the link and the log
     */
    record Admit(Opener opener, String remoteAddress) implements Verdict {}

    /**
     * Go away.
     *
     * @param sentence for a person
     * @param retryAfterMs when to come back, 0 for no advice
     */
    record Refuse(Refusal reason, String sentence, long retryAfterMs) implements Verdict {
      public Refuse(Refusal reason, String sentence) {
        this(reason, sentence, 0);
      }
    }
  }

  /** Makes the session of a link that has just opened. Exactly one of its methods is called. */
  interface Opener {
    LinkListener open(Link link);

    /** The peer was admitted and has gone before its link was open. */
    default void missed() {}
  }
}
