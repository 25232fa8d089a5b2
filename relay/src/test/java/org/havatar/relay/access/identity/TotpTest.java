package org.havatar.relay.access.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TotpTest {
  private static final byte[] RFC_SECRET =
      "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
  private static final long NOW_MS = 1_800_000_000_000L;
  private static final long STEP = Totp.step(NOW_MS);
  private static final SecondFactor CONFIRMED =
      new SecondFactor(
          Totp.base32(RFC_SECRET),
          true,
          Long.MIN_VALUE,
          List.of(SecondFactor.recoveryHash("abcd-efgh"), SecondFactor.recoveryHash("ijkl-mnop")));

  private static String code(long step) {
    return Totp.code(RFC_SECRET, step);
  }

  /** RFC 6238 Appendix B, of its eight digits the last six. */
  @Test
  void codesAreThoseOfTheRfc() {
    assertThat(code(Totp.step(59_000L))).isEqualTo("287082");
    assertThat(code(Totp.step(1_111_111_109_000L))).isEqualTo("081804");
    assertThat(code(Totp.step(1_111_111_111_000L))).isEqualTo("050471");
    assertThat(code(Totp.step(1_234_567_890_000L))).isEqualTo("005924");
    assertThat(code(Totp.step(2_000_000_000_000L))).isEqualTo("279037");
    assertThat(code(Totp.step(20_000_000_000_000L))).isEqualTo("353130");
  }

  @Test
  void secretsAreWrittenAsAuthenticatorsWantThem() {
    assertThat(Totp.base32(RFC_SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assertThat(Totp.bytes("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")).isEqualTo(RFC_SECRET);
  }

  @Test
  void aClockMayBeOffByOneStepAndNoMore() {
    for (long off : new long[] {-1, 0, 1}) {
      assertThat(CONFIRMED.using(code(STEP + off), NOW_MS)).isPresent();
    }
    assertThat(CONFIRMED.using(code(STEP - 2), NOW_MS)).isEmpty();
    assertThat(CONFIRMED.using(code(STEP + 2), NOW_MS)).isEmpty();
  }

  @Test
  void aCodeIsGoodOnceAndSoAreThoseBeforeIt() {
    SecondFactor used = CONFIRMED.using(code(STEP), NOW_MS).orElseThrow();
    assertThat(used.using(code(STEP), NOW_MS)).isEmpty();
    assertThat(used.using(code(STEP - 1), NOW_MS)).isEmpty();
    assertThat(used.using(code(STEP + 1), NOW_MS)).isPresent();
  }

  @Test
  void spacesDontCountAndOtherTextsAreWrong() {
    String code = code(STEP);
    String spaced = code.substring(0, 3) + " " + code.substring(3);
    assertThat(CONFIRMED.using(spaced, NOW_MS)).isPresent();
    for (String wrong : List.of("", "x", code + "0", code.substring(1), "\u0661\u0662")) {
      assertThat(CONFIRMED.using(wrong, NOW_MS)).isEmpty();
    }
  }

  @Test
  void aRecoveryCodeIsGoodOnceHoweverItIsTyped() {
    SecondFactor used = CONFIRMED.using(" ABCD efgh", NOW_MS).orElseThrow();
    assertThat(used.using("abcd-efgh", NOW_MS)).isEmpty();
    assertThat(used.using("ijkl-mnop", NOW_MS)).isPresent();
  }

  @Test
  void theFirstCodeConfirmsAndIsUsedUpByThat() {
    SecondFactor enrolling = SecondFactor.enrolling(Totp.base32(RFC_SECRET));
    assertThat(enrolling.confirmedBy("000000", List.of(), NOW_MS)).isEmpty();
    Optional<SecondFactor> confirmed = enrolling.confirmedBy(code(STEP), List.of("hash"), NOW_MS);
    assertThat(confirmed.orElseThrow().confirmed()).isTrue();
    assertThat(confirmed.orElseThrow().recoveryHashes()).containsExactly("hash");
    assertThat(confirmed.orElseThrow().using(code(STEP), NOW_MS)).isEmpty();
  }

  @Test
  void theSecretIsInNoText() {
    assertThat(CONFIRMED.toString()).doesNotContain(CONFIRMED.secret());
    assertThat(TotpEnrolment.of("ana", CONFIRMED.secret()).toString())
        .doesNotContain(CONFIRMED.secret());
  }

  @Test
  void anAuthenticatorGetsAnAddressThatItUnderstandsAndAPicture() {
    TotpEnrolment enrolment = TotpEnrolment.of("ana@home", CONFIRMED.secret());
    assertThat(enrolment.uri())
        .isEqualTo(
            "otpauth://totp/Havatar:ana%40home?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=Havatar&algorithm=SHA1&digits=6&period=30");
    assertThat(enrolment.qrSvg())
        .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
        .doesNotContain("script")
        .endsWith("</svg>");
  }
}
