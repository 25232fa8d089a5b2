package example.toy;

import io.vertx.core.Future;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Acceptor.Verdict;
import org.havatar.transports.link.Certificate;
import org.havatar.transports.link.Claim;
import org.havatar.transports.link.LinkInfo;
import org.havatar.transports.link.Refusal;
import org.havatar.transports.link.Trail;
import org.havatar.transports.link.Transport;
import org.havatar.transports.server.TransportSite;

/** The first line says who comes: {@code client TICKET} or {@code robot ID KEY}. */
final class ToyTransport implements Transport {
  static final int LONGEST_LINE = 8192;

  private final TransportSite site;
  private final Acceptor acceptor;
  private final List<NetServer> servers = new ArrayList<>();

  ToyTransport(TransportSite site, Acceptor acceptor) {
    this.site = site;
    this.acceptor = acceptor;
  }

  @Override
  public CompletionStage<?> start() {
    List<Future<NetServer>> bound = new ArrayList<>();
    for (String host : site.place().hosts()) {
      NetServer server = site.vertx().createNetServer().connectHandler(this::onConnection);
      servers.add(server);
      bound.add(server.listen(site.place().port(), host));
    }
    return Future.all(bound).toCompletionStage();
  }

  @Override
  public CompletionStage<?> stop() {
    return Future.join(servers.stream().map(NetServer::close).toList()).toCompletionStage();
  }

  @Override
  public CompletionStage<?> show(Certificate certificate) {
    return CompletableFuture.completedStage(true);
  }

  @Override
  public void allowOrigins(Set<String> origins) {}

  private void onConnection(NetSocket socket) {
    String address = socket.remoteAddress().hostAddress();
    Optional<Runnable> onEnd = acceptor.connected(address);
    if (onEnd.isEmpty()) {
      socket.close();
      return;
    }
    socket.closeHandler(ignored -> onEnd.get().run());
    RecordParser lines = RecordParser.newDelimited("\n", socket).maxRecordSize(LONGEST_LINE);
    lines.exceptionHandler(failure -> socket.close());
    lines.handler(
        line -> {
          lines.pause();
          acceptor.judge(
              claim(line.toString(), new Trail(address, List.of(), List.of())),
              verdict -> answer(socket, lines, onEnd.get(), verdict));
        });
  }

  private static Claim claim(String line, Trail trail) {
    String[] words = line.split(" ", -1);
    return switch (words[0] + "/" + words.length) {
      case "client/2" -> new Claim.Client(new Claim.Proof.Ticket(words[1]), null, trail);
      case "robot/3" -> new Claim.Robot(words[1], words[2], trail);
      default -> new Claim.Unreadable("Say: client TICKET or robot ID KEY.", trail);
    };
  }

  private void answer(NetSocket socket, RecordParser lines, Runnable onEnd, Verdict verdict) {
    switch (verdict) {
      case Verdict.Refuse refusal -> {
        Refusal reason = refusal.reason();
        acceptor.onRefused(reason);
        socket
            .write("no %s %s%n".formatted(reason.code(), refusal.sentence()))
            .onComplete(ignored -> socket.close());
      }
      case Verdict.Admit admit -> {
        socket.write("yes\n");
        LinkInfo info = new LinkInfo("toy", admit.remoteAddress(), true);
        ToyLink.open(socket, lines, info, admit.opener(), site.monotonicMs(), site.drops(), onEnd);
        lines.resume();
      }
    }
  }
}
