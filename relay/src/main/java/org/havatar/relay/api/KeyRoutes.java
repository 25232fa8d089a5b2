package org.havatar.relay.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.identity.Identity;

/** By which keys others may check tokens. */
final class KeyRoutes implements Routes {
  /** A key signs for days; one that is just made is looked for by those who miss it. */
  private static final String CACHED = "public, max-age=300";

  private final Identity identity;

  KeyRoutes(Access access) {
    this.identity = access.identity();
  }

  @Override
  public void mount(Operations operations) {
    operations.on("getSigningKeys", this::keys);
  }

  private void keys(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, CACHED);
    context.json(identity.jwks());
  }
}
