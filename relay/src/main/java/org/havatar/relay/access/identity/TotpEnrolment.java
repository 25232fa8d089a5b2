package org.havatar.relay.access.identity;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What an authenticator program needs, shown once.
 *
 * @param secret in base32, for typing
 * @param uri of the scheme that authenticator programs agreed on ({@code otpauth:})
 * @param qrSvg the same as a picture
 */
public record TotpEnrolment(String secret, String uri, String qrSvg) {
  private static final String ISSUER = "Havatar";

  static TotpEnrolment of(String account, String secret) {
    String uri =
        "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d"
            .formatted(
                ISSUER,
                URLEncoder.encode(account, StandardCharsets.UTF_8),
                secret,
                ISSUER,
                Totp.DIGITS,
                Totp.STEP_MS / 1000);
    return new TotpEnrolment(secret, uri, QrSvg.of(uri));
  }

  /** Without the secret: records end up in logs. */
  @Override
  public String toString() {
    return "TotpEnrolment";
  }
}
