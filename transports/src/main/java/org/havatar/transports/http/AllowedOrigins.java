package org.havatar.transports.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pages that may connect. Browsers always tell their page's origin; programs tell none. */
public final class AllowedOrigins {
  private Set<String> origins;

  /**
   * @param origins full ones, besides the server's own
   */
  public AllowedOrigins(Set<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  public void replace(Set<String> others) {
    origins = Set.copyOf(others);
  }

  /**
   * Whether that one may connect.
   *
   * @param origin null for a program
   * @param own of the server, as the peer calls it; null when it called it nothing
   */
  public boolean allows(@Nullable String origin, @Nullable String own) {
    return origin == null || origins.contains(origin) || origin.equals(own);
  }
}
