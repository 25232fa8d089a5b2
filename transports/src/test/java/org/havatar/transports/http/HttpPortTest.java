package org.havatar.transports.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.havatar.transports.FreePort;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Claim;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.Refusal;
import org.junit.jupiter.api.Test;

final class HttpPortTest {
  private static final class Counter implements Acceptor {
    final List<Refusal> refused = new ArrayList<>();

    @Override
    public void judge(Claim claim, Consumer<Verdict> answer) {
      throw new AssertionError("nobody is asked");
    }

    @Override
    public void onRefused(Refusal reason) {
      refused.add(reason);
    }
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void whereNoTransportTakesWebSocketsAHandshakeIsRefusedAndCounted() throws Exception {
    Vertx vertx = Vertx.vertx();
    WebSocketClient client = vertx.createWebSocketClient();
    Counter acceptor = new Counter();
    int port = FreePort.find();
    HttpOptions options = new HttpOptions(List.of("127.0.0.1"), port, null, List.of());
    done(
        new HttpPort(
                vertx, options, acceptor, request -> request.response().end(), () -> 0, new Drops())
            .start()
            .map(true));
    WebSocketConnectOptions asked =
        new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI("/ws/client/x");
    UpgradeRejectedException refused =
        done(
            client
                .connect(asked)
                .<UpgradeRejectedException>transform(
                    tried -> Future.succeededFuture((UpgradeRejectedException) tried.cause())));
    assertThat(refused.getStatus()).isEqualTo(400);
    assertThat(refused.getBody().toJsonObject().getString("code")).isEqualTo("malformed");
    done(vertx.close());
    assertThat(acceptor.refused).containsExactly(Refusal.MALFORMED);
  }
}
