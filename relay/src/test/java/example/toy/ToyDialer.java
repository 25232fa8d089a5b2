package example.toy;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.net.URI;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.havatar.transports.link.Acceptor.Opener;
import org.havatar.transports.link.Dialer;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.LinkInfo;
import org.jspecify.annotations.Nullable;

/** The far end: {@code toy://host:port/client} and {@code toy://host:port/robot/ID}. */
public final class ToyDialer implements Dialer {
  private final NetClient client;
  private final LongSupplier monotonicMs;

  public ToyDialer(Vertx vertx, LongSupplier monotonicMs) {
    this.client = vertx.createNetClient();
    this.monotonicMs = monotonicMs;
  }

  @Override
  public void dial(URI uri, @Nullable String bearer, Opener opener, Consumer<Failure> failed) {
    client
        .connect(uri.getPort(), uri.getHost())
        .onSuccess(socket -> introduce(socket, uri, bearer, opener, failed))
        .onFailure(failure -> failed.accept(new Failure(failure.toString(), false)));
  }

  private void introduce(
      NetSocket socket, URI uri, @Nullable String bearer, Opener opener, Consumer<Failure> failed) {
    RecordParser lines =
        RecordParser.newDelimited("\n", socket).maxRecordSize(ToyTransport.LONGEST_LINE);
    lines.handler(
        answer -> {
          if (answer.toString().equals("yes")) {
            LinkInfo info = new LinkInfo("toy", uri.getHost(), true);
            ToyLink.open(socket, lines, info, opener, monotonicMs, new Drops(), () -> {});
          } else {
            String sentence = answer.toString();
            failed.accept(new Failure(sentence, sentence.startsWith("no unauthenticated")));
          }
        });
    String who = uri.getPath().substring(1).replace('/', ' ');
    socket.write(who + " " + Objects.requireNonNull(bearer) + "\n");
  }
}
