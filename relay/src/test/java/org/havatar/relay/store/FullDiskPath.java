package org.havatar.relay.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * Files under the scheme {@code fulldisk:} are ordinary ones until the disk is full: then each
 * write takes half of its bytes and fails, as a real one does. One disk for all tests of a JVM.
 */
public final class FullDiskPath extends FilePathWrapper {
  static final AtomicBoolean FULL = new AtomicBoolean();
  static final AtomicInteger REFUSED = new AtomicInteger();

  /** The name to open for a path on that disk. */
  static String of(Object path) {
    FilePath.register(new FullDiskPath());
    return "fulldisk:" + path;
  }

  @Override
  public String getScheme() {
    return "fulldisk";
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new Channel(getBase().open(mode));
  }

  private static final class Channel extends FileBaseDefault {
    private final FileChannel disk;

    Channel(FileChannel disk) {
      this.disk = disk;
    }

    @Override
    public long size() throws IOException {
      return disk.size();
    }

    @Override
    public synchronized int read(ByteBuffer into, long position) throws IOException {
      return disk.read(into, position);
    }

    @Override
    public synchronized int write(ByteBuffer bytes, long position) throws IOException {
      if (!FULL.get()) {
        return disk.write(bytes, position);
      }
      REFUSED.incrementAndGet();
      ByteBuffer half = bytes.duplicate();
      half.limit(half.position() + half.remaining() / 2);
      disk.write(half, position);
      throw new IOException("No space left on device");
    }

    @Override
    protected void implTruncate(long size) throws IOException {
      disk.truncate(size);
    }

    @Override
    public void force(boolean metaData) throws IOException {
      disk.force(metaData);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return disk.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      disk.close();
    }
  }
}
