package org.havatar.relay.access.identity;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a browser hands on from an authenticator (WebAuthn Level 3 §5.1.8, its JSON): nothing of it
 * is proved yet.
 *
 * @param challenge that its client data claim to answer
 */
record PublicKeyCredential(JsonObject json, JsonObject response, String challenge) {
  /** Empty when it is none. */
  static Optional<PublicKeyCredential> read(JsonObject json) {
    try {
      JsonObject response = json.getJsonObject("response");
      if (response == null) {
        return Optional.empty();
      }
      byte[] clientData = decode(response.getString("clientDataJSON", ""));
      String challenge =
          new JsonObject(new String(clientData, StandardCharsets.UTF_8)).getString("challenge", "");
      return Optional.of(new PublicKeyCredential(json, response, challenge));
    } catch (DecodeException | ClassCastException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As it is kept: one text for one id, whatever padding was sent. */
  Optional<String> id() {
    return normal(json, "rawId");
  }

  Optional<String> userHandle() {
    return normal(response, "userHandle");
  }

  private static Optional<String> normal(JsonObject of, String name) {
    try {
      byte[] bytes = decode(of.getString(name, ""));
      return bytes.length == 0 ? Optional.empty() : Optional.of(text(bytes));
    } catch (ClassCastException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * One of the response's members.
   *
   * @throws IllegalArgumentException when it isn't there or no base64url
   */
  byte[] bytes(String name) {
    String text = response.getString(name);
    if (text == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return decode(text);
  }

  static byte[] decode(String base64url) {
    return Base64.getUrlDecoder().decode(base64url);
  }

  static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Without what it proves: records end up in logs. */
  @Override
  public String toString() {
    return "PublicKeyCredential";
  }
}
