package org.havatar.relay.node;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.havatar.relay.access.Store;
import org.havatar.relay.config.Storage;
import org.havatar.relay.store.StoreExport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A copy of the store for each day, and no more of them than are wanted. Blocks. */
public final class DailyBackup {
  private static final Logger LOG = LoggerFactory.getLogger(DailyBackup.class);
  private static final Pattern NAME = Pattern.compile("relay-\\d{4}-\\d{2}-\\d{2}\\.jsonl");

  private final Store store;

  DailyBackup(Store store) {
    this.store = store;
  }

  /** Makes today's (UTC) when there is none, and removes those that are too many. */
  void onTick(Storage.Backup wanted, Instant now) throws IOException, InterruptedException {
    Path directory = wanted.directory();
    if (directory == null) {
      return;
    }
    Files.createDirectories(directory);
    Path today = directory.resolve("relay-" + LocalDate.ofInstant(now, ZoneOffset.UTC) + ".jsonl");
    if (!Files.exists(today)) {
      StoreExport.Summary written = write(store, now, today);
      LOG.info("backed {} documents up to {}", written.documents(), today);
    }
    for (Path each : tooMany(directory, wanted.keep())) {
      Files.delete(each);
    }
  }

  private static List<Path> tooMany(Path directory, int keep) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(each -> NAME.matcher(each.getFileName().toString()).matches())
          .sorted(Comparator.reverseOrder())
          .skip(keep)
          .toList();
    }
  }

  /** What writes an export. */
  public interface Source {
    StoreExport.Summary writeTo(BufferedWriter out) throws IOException, InterruptedException;
  }

  private static StoreExport.Summary write(Store store, Instant now, Path file)
      throws IOException, InterruptedException {
    return write(file, out -> StoreExport.write(store, now, out));
  }

  /** The whole file or none, readable by its owner only, on disk when this returns. */
  public static StoreExport.Summary write(Path file, Source source)
      throws IOException, InterruptedException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.deleteIfExists(unfinished);
    try {
      StoreExport.Summary written;
      try (FileChannel channel =
          FileChannel.open(
              unfinished,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              ownersOnly(file))) {
        BufferedWriter out =
            new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
        written = source.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      return written;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static FileAttribute<?>[] ownersOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
