package org.havatar.transports.link;

import java.util.List;

/**
 * What a connection shows of where it comes from. Only {@code peer} is certain; the headers are
 * what the peer wrote, and count only when it is a proxy that is trusted.
 *
 * @param peer literal address of the peer, or what a believed PROXY header named; "unknown" for one
 *     that has none
 * @param forwardedFor values of {@code X-Forwarded-For}, in the order of the request
 * @param forwarded values of {@code Forwarded} (RFC 7239), likewise
 */
public record Trail(String peer, List<String> forwardedFor, List<String> forwarded) {
  public static final String UNKNOWN = "unknown";

  public Trail {
    forwardedFor = List.copyOf(forwardedFor);
    forwarded = List.copyOf(forwarded);
  }
}
