package org.havatar.relay.access.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.port.Unavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PasswordsTest {
  private final Passwords passwords = new Passwords(1);

  @AfterEach
  void close() {
    passwords.close();
  }

  /** From test.c of the reference implementation (P-H-C/phc-winner-argon2). */
  @Test
  void theReferenceImplementationsHashIsOurs() {
    byte[] salt = "somesalt".getBytes(StandardCharsets.US_ASCII);
    byte[] hash =
        HexFormat.of().parseHex("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    assertThat(new Argon2(65_536, 2).hash("password", salt))
        .isEqualTo(
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
                + Base64.getEncoder().withoutPadding().encodeToString(hash));
  }

  @Test
  void theRightPasswordIsRightAndEveryOtherIsWrong() {
    String hash = Answers.of(passwords.hash("correct horse"));
    assertThat(Answers.of(passwords.verify("correct horse", hash))).isTrue();
    assertThat(Answers.of(passwords.verify("correct hors", hash))).isFalse();
    assertThat(Answers.of(passwords.verify("", hash))).isFalse();
  }

  @Test
  void hashesAreSaltedAndNameParametersThatCostEnough() {
    String first = Answers.of(passwords.hash("correct horse"));
    assertThat(first).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(Answers.of(passwords.hash("correct horse"))).isNotEqualTo(first);
  }

  @Test
  void aHashMadeWithOtherParametersIsStillRead() {
    String older = new Argon2(64, 3).hash("correct horse", new byte[16]);
    assertThat(Answers.of(passwords.verify("correct horse", older))).isTrue();
    assertThat(Answers.of(passwords.verify("wrong horse", older))).isFalse();
  }

  @Test
  void nobodyHasNoPassword() {
    assertThat(Answers.of(passwords.verifyNobody("nobody has this password"))).isFalse();
  }

  @Test
  void tooManyAtOnceAreRefusedInsteadOfQueuedWithoutBound() {
    List<Future<String>> all = new ArrayList<>();
    for (int i = 0; i < Passwords.MAX_WAITING + 20; i++) {
      all.add(passwords.hash("correct horse"));
    }
    assertThat(all.stream().filter(Future::failed).count()).isGreaterThanOrEqualTo(15);
    assertThat(all.get(all.size() - 1).cause()).isInstanceOf(Unavailable.class);
    assertThat(Answers.of(all.get(0))).startsWith("$argon2id$");
  }
}
