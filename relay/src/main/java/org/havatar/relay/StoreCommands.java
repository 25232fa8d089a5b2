package org.havatar.relay;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.config.RelayConfig;
import org.havatar.relay.node.DailyBackup;
import org.havatar.relay.node.ExportSocket;
import org.havatar.relay.store.AuditTrail;
import org.havatar.relay.store.StoreExport;
import org.havatar.relay.store.StoreImport;

/** What {@code relay export}, {@code import}, {@code backup} and {@code audit} do. Block. */
final class StoreCommands {
  private static final String STANDARD = "-";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final RelayConfig config;

  StoreCommands(RelayConfig config) {
    this.config = config;
  }

  /**
   * @param file {@code -}: standard output
   */
  void export(String file) throws IOException, InterruptedException {
    if (file.equals(STANDARD)) {
      BufferedWriter out =
          new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
      StoreExport.Summary written = write(out);
      out.flush();
      tell("Exported", written, "");
      return;
    }
    Path path = Path.of(file);
    if (Files.exists(path)) {
      throw new Unavailable(path + " exists already; name another file or remove it.");
    }
    tell("Exported", DailyBackup.write(path, this::write), " to " + path);
  }

  void backup(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path path = directory.resolve("relay-" + STAMP.format(Instant.now()) + ".jsonl");
    tell("Backed up", DailyBackup.write(path, this::write), " to " + path);
  }

  /** From the running relay when one holds the data directory. */
  private StoreExport.Summary write(BufferedWriter out) throws IOException, InterruptedException {
    Optional<StoreExport.Summary> told =
        config.storage().redis() == null
            ? ExportSocket.request(config.dataDirectory(), out)
            : Optional.empty();
    return told.isPresent()
        ? told.get()
        : StoreTask.doing(config, store -> StoreExport.write(store, Instant.now(), out));
  }

  /**
   * @param file {@code -}: standard input
   */
  void importFrom(String file, boolean replace) throws IOException, InterruptedException {
    try (BufferedReader in =
        file.equals(STANDARD)
            ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            : Files.newBufferedReader(Path.of(file))) {
      tell("Imported", StoreTask.doing(config, store -> StoreImport.into(store, in, replace)), "");
    } catch (NoSuchFileException e) {
      throw new Unavailable("There is no file " + file + ".", e);
    }
  }

  /** The store's audit log. */
  AuditTrail auditTrail() throws IOException, InterruptedException {
    AuditTrail.Reading reading = new AuditTrail.Reading();
    try (BufferedWriter out = new BufferedWriter(new LineWriter(reading::line))) {
      write(out);
    }
    return reading.end();
  }

  /** Hands on each line that was written. */
  private static final class LineWriter extends Writer {
    private final Consumer<String> lines;
    private final StringBuilder begun = new StringBuilder();

    LineWriter(Consumer<String> lines) {
      this.lines = lines;
    }

    @Override
    public void write(char[] text, int from, int length) {
      for (int i = from; i < from + length; i++) {
        if (text[i] == '\n') {
          lines.accept(begun.toString());
          begun.setLength(0);
        } else {
          begun.append(text[i]);
        }
      }
    }

    @Override
    public void flush() {
      // Hands on whole lines only.
    }

    @Override
    public void close() {
      // An export ends with a whole line.
    }
  }

  private static void tell(String done, StoreExport.Summary summary, String where) {
    System.err.printf(
        Locale.ROOT,
        "%s %d documents and %d entries of the audit log%s.%n",
        done,
        summary.documents(),
        summary.entries(),
        where);
  }
}
