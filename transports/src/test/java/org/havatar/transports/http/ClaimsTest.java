package org.havatar.transports.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.transports.http.Claims.Shown;
import org.havatar.transports.link.Claim;
import org.havatar.transports.link.Claim.Proof;
import org.havatar.transports.link.Trail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClaimsTest {
  private static final Trail TRAIL = new Trail("192.0.2.1", List.of(), List.of());
  private static final Shown NOTHING = new Shown(null, null, null);

  @ParameterizedTest
  @ValueSource(strings = {"/ws/client/c1", "/client/c1"})
  void aClientProvesItselfByATicketOrElseAToken(String path) {
    assertThat(Claims.of(path, new Shown("t", "b", "r"), TRAIL))
        .isEqualTo(new Claim.Client(new Proof.Ticket("t"), "r", TRAIL));
    assertThat(Claims.of(path, new Shown(null, "b", "../r"), TRAIL))
        .isEqualTo(new Claim.Client(new Proof.Token("b"), "../r", TRAIL));
    assertThat(Claims.of(path, NOTHING, TRAIL)).isEqualTo(new Claim.Client(null, null, TRAIL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ws/robot/tank-1", "/robot/tank-1"})
  void aRobotProvesItselfByItsKeyAndNeverByATicket(String path) {
    assertThat(Claims.of(path, new Shown("t", "k", null), TRAIL))
        .isEqualTo(new Claim.Robot("tank-1", "k", TRAIL));
    assertThat(Claims.of(path, new Shown("t", null, null), TRAIL))
        .isEqualTo(new Claim.Robot("tank-1", null, TRAIL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "/ws/client/", "/ws/camera/x", "/ws/client/a/b", "/ws/ws/client/a"})
  void everyOtherPathIsToldWhichThereAre(String path) {
    assertThat(Claims.of(path, new Shown("t", "k", null), TRAIL))
        .isEqualTo(
            new Claim.Unreadable("No such place: /ws/client/{id} or /ws/robot/{id}.", TRAIL));
  }

  @Test
  void whatProvesSomethingIsInNoLog() {
    Shown shown = new Shown("secret", "secret", null);
    assertThat(shown + "" + Claims.of("/ws/client/c", shown, TRAIL)).doesNotContain("secret");
    assertThat(Claims.of("/ws/robot/r", shown, TRAIL).toString()).doesNotContain("secret");
  }
}
