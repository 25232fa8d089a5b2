package org.havatar.bridge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Small files that survive a power cut: either the former content is there or the new one. */
final class DurableFile {
  private DurableFile() {}

  /**
   * The new content reaches the disk before its name does, and the name before this returns.
   * Blocks. On an exception the former content is unchanged. Readable by this user only.
   */
  static void write(Path file, byte[] content) throws IOException {
    Path temporary = temporary(file, content);
    sync(temporary, StandardOpenOption.WRITE);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    syncNameOf(file);
  }

  /**
   * As {@link #write}, but the new content is there at once for whoever reads it, also when this
   * process is killed before it has reached the disk. A power cut in between may leave an empty or
   * damaged file.
   */
  static void writeThrough(Path file, byte[] content) throws IOException {
    Files.move(temporary(file, content), file, StandardCopyOption.ATOMIC_MOVE);
    sync(file, StandardOpenOption.WRITE);
    syncNameOf(file);
  }

  private static Path temporary(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary); // it might be readable by others
    try (FileChannel out =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly(file))) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    }
    return temporary;
  }

  static void syncNameOf(Path file) throws IOException {
    sync(Objects.requireNonNull(file.toAbsolutePath().getParent()), StandardOpenOption.READ);
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
