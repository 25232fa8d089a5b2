package org.havatar.relay.node;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.store.StoreExport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an export of the running relay to whoever may use its data directory: a socket in it, which
 * writes one to each who connects. The embedded store's file can be open in one process only, so
 * that process has to tell.
 */
public final class ExportSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExportSocket.class);
  private static final String NAME = "export.sock";
  private static final String FAILED = "failed";

  private final ServerSocketChannel server;
  private final Path path;
  private final Store store;
  private final InstantSource wall;

  private ExportSocket(ServerSocketChannel server, Path path, Store store, InstantSource wall) {
    this.server = server;
    this.path = path;
    this.store = store;
    this.wall = wall;
  }

  /**
   * Listens; null, with a warning, where that isn't possible. The relay needs it for nothing else.
   */
  static @Nullable ExportSocket open(Path data, Store store, InstantSource wall) {
    Path path = data.resolve(NAME);
    try {
      Files.deleteIfExists(path); // of a relay that was killed; whoever holds the data is alone
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        server.bind(UnixDomainSocketAddress.of(path));
      } catch (IOException | RuntimeException e) {
        server.close();
        throw e;
      }
      ExportSocket opened = new ExportSocket(server, path, store, wall);
      Thread.ofPlatform().name("export").daemon().start(opened::serve);
      return opened;
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "`relay export` and `relay backup` will not work while this relay runs, because {} can't"
              + " be opened: {}",
          path,
          e.getMessage());
      return null;
    }
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        answer(client);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("an export was cut off: {}", e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void answer(SocketChannel client) throws IOException, InterruptedException {
    Writer out = new BufferedWriter(Channels.newWriter(client, StandardCharsets.UTF_8));
    try {
      StoreExport.write(store, wall.instant(), out);
    } catch (Unavailable e) {
      out.write(new JsonObject().put(FAILED, e.getMessage()).encode() + "\n");
    }
    out.flush();
  }

  /**
   * Has the relay that runs on {@code data} write an export; empty when none runs. Blocks.
   *
   * @throws Unavailable with its sentence when it can't
   */
  public static Optional<StoreExport.Summary> request(Path data, Writer out) throws IOException {
    Path path = data.resolve(NAME);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    SocketChannel channel;
    try {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
    } catch (IOException e) { // left by a relay that was killed
      return Optional.empty();
    }
    try (channel;
        BufferedReader in =
            new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
      String last = "";
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write(line);
        out.write('\n');
        last = line;
      }
      return Optional.of(summary(last));
    }
  }

  private static StoreExport.Summary summary(String lastLine) {
    JsonObject last = lastLine.isEmpty() ? new JsonObject() : new JsonObject(lastLine);
    JsonObject counts = last.getJsonObject("end");
    if (counts == null) {
      throw new Unavailable(last.getString(FAILED, "The relay ended before the export did."));
    }
    return new StoreExport.Summary(counts.getInteger("documents"), counts.getInteger("audit"));
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.debug("the export's socket can't be removed", e);
    }
  }
}
