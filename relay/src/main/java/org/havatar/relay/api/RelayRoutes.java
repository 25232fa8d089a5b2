package org.havatar.relay.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code GET /api/relays}: where else the page may connect to. Anybody may know. */
final class RelayRoutes implements Routes {
  /** A list that was changed is known everywhere after this. */
  private static final String SHORTLY = "public, max-age=60";

  private volatile JsonObject answer = answerOf(List.of());

  void list(List<ListedRelay> relays) {
    answer = answerOf(relays);
  }

  @Override
  public void mount(Operations operations) {
    operations.on("getRelays", this::tell);
  }

  private void tell(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, SHORTLY);
    context.json(answer);
  }

  private static JsonObject answerOf(List<ListedRelay> relays) {
    JsonArray list = new JsonArray();
    relays.forEach(
        each -> list.add(new JsonObject().put("name", each.name()).put("url", each.url())));
    return new JsonObject().put("relays", list);
  }
}
