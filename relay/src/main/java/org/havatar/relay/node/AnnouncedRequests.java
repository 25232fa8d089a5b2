package org.havatar.relay.node;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.stream.Collectors;
import org.havatar.relay.config.LocalAddresses;
import org.havatar.transports.http.HttpOptions;

/**
 * Asks this node's own server for something when it expects a PROXY header, which Vert.x's client
 * can't send: the header that names nobody, then TLS, then the requests in one go.
 */
final class AnnouncedRequests {
  /** Version 2, command LOCAL, no addresses: the connection is this machine's own. */
  private static final byte[] LOCAL = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x20, 0x00, 0x00, 0x00
  };

  private final Vertx vertx;
  private final HttpOptions server;

  AnnouncedRequests(Vertx vertx, HttpOptions server) {
    this.vertx = vertx;
    this.server = server;
  }

  /** Succeeds when the server has closed the connection after the last answer. */
  Future<Boolean> send(List<String> paths) {
    // To ourselves, with nothing secret in it: whatever certificate is configured will do.
    NetClient client =
        vertx.createNetClient(
            new NetClientOptions().setTrustAll(true).setHostnameVerificationAlgorithm(""));
    String host = LocalAddresses.reachable(server.hosts().get(0));
    return client
        .connect(server.port(), host)
        .compose(socket -> ask(socket, requests(host, paths)))
        .eventually(client::close);
  }

  private Future<Boolean> ask(NetSocket socket, String requests) {
    Promise<Boolean> closed = Promise.promise();
    socket.closeHandler(ignored -> closed.tryComplete(true));
    return socket
        .write(Buffer.buffer(LOCAL))
        .compose(
            ignored ->
                server.certificate() == null ? Future.succeededFuture() : socket.upgradeToSsl())
        .compose(ignored -> socket.write(requests))
        .compose(ignored -> closed.future());
  }

  private static String requests(String host, List<String> paths) {
    String fields =
        " HTTP/1.1\r\nHost: " + LocalAddresses.inUrl(host) + "\r\nAuthorization: Bearer a.b.c\r\n";
    String all =
        paths.stream().map(path -> "GET " + path + fields).collect(Collectors.joining("\r\n"));
    return all + "Connection: close\r\n\r\n";
  }
}
