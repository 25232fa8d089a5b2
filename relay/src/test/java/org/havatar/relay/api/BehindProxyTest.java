package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.havatar.relay.access.people.User;
import org.havatar.relay.limits.ProxyOptions;
import org.havatar.relay.limits.ProxyOptions.Header;
import org.havatar.relay.limits.ProxyOptions.Network;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits by the address of the visitor and not of the proxy, on real sockets. */
final class BehindProxyTest {
  private final Path directory;
  private @Nullable ApiHarness started;

  BehindProxyTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void close() {
    bench().close();
  }

  private ApiHarness bench() {
    return Objects.requireNonNull(started);
  }

  private void start(String trusted) {
    List<Network> networks = List.of(Network.parse(trusted).orElseThrow());
    started = new ApiHarness(directory, new ProxyOptions(networks, Header.X_FORWARDED_FOR, false));
  }

  private int ask(String forwardedFor) {
    return bench().get("/api/robots", Map.of("x-forwarded-for", forwardedFor)).statusCode();
  }

  private void exhaust(String forwardedFor) {
    for (int i = 0; i < ApiHarness.BURST; i++) {
      assertThat(ask(forwardedFor)).isEqualTo(401);
    }
    assertThat(ask(forwardedFor)).isEqualTo(429);
  }

  @Test
  void whoIsNoTrustedProxyGainsNothingByNamingAddresses() {
    start("10.0.0.0/8");
    for (int i = 0; i < ApiHarness.BURST; i++) {
      assertThat(ask("198.51.100." + i)).isEqualTo(401);
    }
    assertThat(ask("198.51.100.200")).isEqualTo(429);
  }

  @Test
  void visitorsOfATrustedProxyAreCountedApartAndByWhatTheProxyAdded() {
    start("127.0.0.1");
    exhaust("203.0.113.1");
    assertThat(ask("203.0.113.2")).isEqualTo(401);
    assertThat(ask("198.51.100.1, 203.0.113.1")).isEqualTo(429);
    assertThat(ask("2001:db8:1:2::1")).isEqualTo(401);
  }

  @Test
  void guessesOfAPasswordAreCountedByTheVisitor() {
    start("127.0.0.1");
    bench().addUser(new User("ana", "Ana", false), "correct horse");
    JsonObject wrong = new JsonObject().put("username", "ana").put("password", "wrong horse");
    for (int i = 0; i < 5; i++) {
      assertThat(bench().login(wrong, "203.0.113.1")).isEqualTo(401);
    }
    assertThat(bench().login(wrong, "203.0.113.1")).isEqualTo(429);
    assertThat(bench().login(wrong, "203.0.113.2")).isEqualTo(401);
  }

  @Test
  void anAccountIsSlowedDownWhereverItAsksFrom() {
    start("127.0.0.1");
    bench().addUser(new User("ana", "Ana", false), "correct horse");
    JsonObject right = new JsonObject().put("username", "ana").put("password", "correct horse");
    String token = new JsonObject(bench().post("/api/login", right).body()).getString("token");
    for (int i = 0; i < ApiHarness.BURST; i++) {
      assertThat(askAs(token, "203.0.113." + i)).isEqualTo(200);
    }
    assertThat(askAs(token, "203.0.113.200")).isEqualTo(429);
    assertThat(bench().measured()).contains("refused account").doesNotContain("refused api");
    bench().clocks().passMs(100);
    assertThat(askAs(token, "203.0.113.201")).isEqualTo(200);
  }

  private int askAs(String token, String forwardedFor) {
    Map<String, String> headers =
        Map.of("x-forwarded-for", forwardedFor, "authorization", "Bearer " + token);
    return bench().get("/api/robots", headers).statusCode();
  }
}
