package org.havatar.transports.link;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides whom a transport lets in; implemented by the relay, called on the connection's loop. */
public interface Acceptor {
  /** Judges a handshake and calls {@code answer} once, on the same loop, now or later. */
  void judge(Handshake handshake, Consumer<Verdict> answer);

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

  /** A handshake was refused with this HTTP status, by whomever; to be counted. */
  default void onRefused(int httpStatus) {}

  /**
   * Whether that address is a proxy of ours, which may name others as the source of what it hands
   * on. Nobody is, unless the configuration says so.
   */
  default boolean isTrustedProxy(String address) {
    return false;
  }

  /**
   * What a peer showed when it connected.
   *
   * @param path as requested, without the query
   * @param ticket one-time ticket, from the query
   * @param bearer token or key of the Authorization header (or X-API-Key)
   * @param robot value of the query's {@code robot}
   * @param trail where it comes from
   */
  record Handshake(
      String path,
      @Nullable String ticket,
      @Nullable String bearer,
      @Nullable String robot,
      Trail trail) {
    /** Without the proofs: records end up in logs. */
    @Override
    public String toString() {
      return "Handshake[" + path + ", " + trail + "]";
    }
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
     * Go away, with an HTTP status of PROTOCOL.md §6 and a sentence for a person.
     *
     * @param retryAfterMs when to come back, 0 for no advice
     */
    record Refuse(int httpStatus, String message, long retryAfterMs) implements Verdict {
      public Refuse(int httpStatus, String message) {
        this(httpStatus, message, 0);
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
