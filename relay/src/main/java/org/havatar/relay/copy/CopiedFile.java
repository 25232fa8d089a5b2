package org.havatar.relay.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.jspecify.annotations.Nullable;

/**
 * A file that only grows, one entry in a line, readable by the relay's user only. Whoever moves it
 * away (logrotate) needs to tell nobody: the next entries begin another one.
 */
public final class CopiedFile implements CopyTarget {
  private static final Set<OpenOption> OPEN =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

  private final Path file;
  private final Function<Kept, String> line;
  private @Nullable FileChannel channel;
  private @Nullable Object key;

  /**
   * @param line what stands of an entry, without an end of line
   */
  public CopiedFile(Path file, Function<Kept, String> line) {
    this.file = file;
    this.line = line;
  }

  @Override
  public String name() {
    return "file";
  }

  @Override
  public void send(List<Kept> entries) throws IOException {
    StringBuilder text = new StringBuilder();
    entries.forEach(each -> text.append(line.apply(each)).append('\n'));
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
    try {
      FileChannel open = opened();
      while (bytes.hasRemaining()) {
        open.write(bytes);
      }
      open.force(false);
    } catch (IOException e) {
      close(); // the next one cuts off what of a line was written
      throw e;
    }
  }

  /** Another one when the file was moved away. */
  private FileChannel opened() throws IOException {
    FileChannel open = channel;
    if (open != null && key != null && key.equals(keyOfFile())) {
      return open;
    }
    close();
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    open = FileChannel.open(file, OPEN, forItsUserOnly());
    channel = open;
    cutWhatWasBegun(open);
    key = keyOfFile();
    return open;
  }

  private FileAttribute<?>[] forItsUserOnly() {
    boolean isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return isPosix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private @Nullable Object keyOfFile() throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** A crash, or a full disk, may have left the beginning of a line: it is written again. */
  private static void cutWhatWasBegun(FileChannel open) throws IOException {
    long end = open.size();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (end > 0) {
      one.clear();
      open.read(one, end - 1);
      if (one.get(0) == '\n') {
        break;
      }
      end--;
    }
    open.truncate(end);
    open.position(end);
  }

  @Override
  public void close() {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // All that was written is on disk.
      }
    }
  }
}
