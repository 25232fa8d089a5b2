package org.havatar.relay.access.identity;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys whose tokens are believed, the newest last: it signs.
 *
 * @param keys may be empty before the first start
 */
public record KeyRing(List<SigningKey> keys) {
  /** The last token that a key signed is over by then, and nodes' clocks may differ by so much. */
  static final long KEEP_MS = 1000L * IdentityOptions.MAX_TOKEN_LIFE_S + 300_000;

  public static final KeyRing EMPTY = new KeyRing(List.of());

  /** Whether another key is to be added, or an old one to be dropped. */
  boolean isDue(LoginPolicy policy, long nowMs) {
    return isNextDue(policy, nowMs) || !isOver(nowMs).isEmpty();
  }

  private boolean isNextDue(LoginPolicy policy, long nowMs) {
    return keys.isEmpty() || nowMs - keys.getLast().createdMs() >= policy.signingKeyMs();
  }

  /** Those whose successor has signed for so long that none of their tokens is good. */
  private List<SigningKey> isOver(long nowMs) {
    List<SigningKey> over = new ArrayList<>();
    for (int i = 0; i + 1 < keys.size(); i++) {
      if (nowMs - keys.get(i + 1).createdMs() >= KEEP_MS) {
        over.add(keys.get(i));
      }
    }
    return over;
  }

  /** With {@code candidate} if a key is due, without those that are over. */
  KeyRing turned(SigningKey candidate, LoginPolicy policy, long nowMs) {
    List<SigningKey> kept = new ArrayList<>(keys);
    kept.removeAll(isOver(nowMs));
    if (isNextDue(policy, nowMs)) {
      kept.add(candidate);
    }
    return new KeyRing(List.copyOf(kept));
  }

  Optional<SigningKey> key(String id) {
    return keys.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  SigningKey newest() {
    return keys.getLast();
  }

  /** For {@code /.well-known/jwks.json} (RFC 7517). */
  public JsonObject jwks() {
    JsonArray open = new JsonArray();
    keys.forEach(each -> open.add(each.publicJwk()));
    return new JsonObject().put("keys", open);
  }
}
