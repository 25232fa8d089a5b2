package org.havatar.transports.link;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides whom a transport lets in; implemented by the relay, called on the connection's loop. */
public interface Acceptor {
  /** Judges a handshake and calls {@code answer} once, on the same loop, now or later. */
  void judge(Handshake handshake, Consumer<Verdict> answer);

  /** A handshake was refused with this HTTP status, by whomever; to be counted. */
  default void onRefused(int httpStatus) {}

  /**
   * What a peer showed when it connected.
   *
   * @param path as requested, without the query
   * @param ticket one-time ticket, from the query
   * @param bearer token or key of the Authorization header (or X-API-Key)
   * @param robot value of the query's {@code robot}
   * @param remoteAddress address of the peer, without its port
   */
  record Handshake(
      String path,
      @Nullable String ticket,
      @Nullable String bearer,
      @Nullable String robot,
      String remoteAddress) {}

  /** The decision. */
  sealed interface Verdict {
    /** Come in; {@code opener} is called once with the open link, on its loop. */
    record Admit(Opener opener) implements Verdict {}

    /** Go away, with an HTTP status of PROTOCOL.md §6 and a sentence for a person. */
    record Refuse(int httpStatus, String message) implements Verdict {}
  }

  /** Makes the session of a link that has just opened. */
  interface Opener {
    LinkListener open(Link link);
  }
}
