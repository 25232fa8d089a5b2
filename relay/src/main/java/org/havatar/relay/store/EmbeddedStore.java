package org.havatar.relay.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.audit.AuditStore.Bounds;
import org.havatar.relay.access.port.Unavailable;

/** Opens the store of a node that stands alone: one file, which one process holds at a time. */
public final class EmbeddedStore {
  private EmbeddedStore() {}

  /**
   * Opens {@code path}, or makes it. Blocks.
   *
   * @throws Unavailable when it can't, with a sentence for a person
   */
  public static Store open(Path path, LongSupplier monotonicNs) {
    return open(path.toString(), () -> keepToOurselves(path), monotonicNs);
  }

  /**
   * @param name a path, or another name that H2 knows to open
   * @param onOpened before anything is served
   */
  static Store open(String name, Opened onOpened, LongSupplier monotonicNs) {
    AtomicReference<Bounds> auditBounds = new AtomicReference<>(Bounds.USUAL);
    StoreFile file = StoreFile.open(name, auditBounds::get);
    try {
      onOpened.run();
    } catch (IOException e) {
      file.letGo();
      throw new Unavailable("The store " + name + " can't be used: " + e.getMessage(), e);
    }
    GroupCommit commits =
        new GroupCommit(file, () -> StoreFile.open(name, auditBounds::get), monotonicNs);
    commits.start();
    return new DocumentStore(
        new EmbeddedDocuments(commits, auditBounds, new MemoryEphemera(monotonicNs)));
  }

  /** What is done with a file that was just opened. */
  interface Opened {
    void run() throws IOException;
  }

  private static void keepToOurselves(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
  }

  /** Lets go of its file as a crash would, without writing anything. For tests. */
  static void crash(Store store) {
    if (((DocumentStore) store).documents() instanceof EmbeddedDocuments documents) {
      documents.crash();
    }
  }
}
