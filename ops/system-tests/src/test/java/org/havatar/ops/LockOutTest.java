package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.OpenScene;
import org.havatar.ops.kit.Presser;
import org.havatar.ops.kit.RelayApi;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.Wait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Somebody guesses passwords until nobody may log in from that address for a while: who is logged
 * in drives on, and a stop is a stop.
 */
final class LockOutTest {
  private static final int TOO_MANY = 429;
  private static final int GUESSES_OF_EACH = 5;
  private static final Duration A_WHILE = Duration.ofSeconds(1);

  @RegisterExtension private final OpenScene opened = OpenScene.forEachTest();

  private static int login(RelayApi api, String user, String password) {
    String body = "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(user, password);
    return api.tryPost("/api/login", "", body).statusCode();
  }

  private static void lock(RelayApi api) {
    for (String user :
        List.of(Accounts.USER, Accounts.OWNER, Accounts.VISITOR, Accounts.NEIGHBOUR)) {
      for (int i = 0; i < GUESSES_OF_EACH; i++) {
        login(api, user, "guess number " + i);
      }
      assertThat(login(api, user, Accounts.PASSWORD)).as(user).isEqualTo(TOO_MANY);
    }
  }

  @Test
  void aLockOutOfTheAddressTouchesNoDriveNoStopAndNoLoginThatStands() {
    Scene scene = opened.get();
    try (RelayApi api = scene.api();
        Presser bystander = new Presser(scene, new SplittableRandom(5))) {
      String token = api.login(Accounts.OWNER, Accounts.PASSWORD);
      scene.driveAtSpeed();
      lock(api);
      Wait.during(A_WHILE);
      assertThat(scene.driver().isConnected()).isTrue();
      assertThat(scene.driver().hasWheel()).isTrue();
      assertThat(scene.boardLog().output().leftPermille()).isGreaterThan(700);
      assertThat(bystander.press().answer().zeroOutput()).isTrue();
      Wait.until("zero output", A_WHILE, () -> scene.boardLog().output().isZero());
      String proof = "{\"password\":\"" + Accounts.PASSWORD + "\"}";
      assertThat(api.tryPost("/api/account/proof", token, proof).statusCode()).isEqualTo(204);
      assertThat(api.ticket(token)).isNotEmpty();
      scene.driveAtSpeed();
    }
    assertThat(scene.wronglyExecuted()).isEmpty();
  }
}
