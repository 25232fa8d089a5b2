package org.havatar.bridge;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.havatar.transports.wire.SerialFraming;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the serial port open and moves bytes, on two threads of its own: a port may block in both
 * directions (a pseudo-terminal whose reader stopped takes 16 kB and then holds the writer).
 * Whatever is thrown, an Error of the native library too, is a fault like any other: told, and the
 * port is opened anew. Only closing ends the threads.
 */
final class SerialPortLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SerialPortLink.class);
  private static final int WRITER_WAIT_MS = 100;
  private static final int READ_BYTES = 512;
  private static final byte[] DELIMITER = {0};

  private final SerialDevice device;
  private final SerialLanes lanes;
  private final SerialInbox inbox;
  private final Backoff backoff;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread reader = new Thread(this::readForEver, "serial-reader");
  private final Thread writer = new Thread(this::writeForEver, "serial-writer");
  private volatile SerialDevice.@Nullable Connection connection;
  private volatile @Nullable Throwable writeFailure;

  /** Writer's thread only: the connection on which a half frame of an earlier one was ended. */
  private SerialDevice.@Nullable Connection delimited;

  SerialPortLink(SerialDevice device, SerialLanes lanes, SerialInbox inbox, Backoff backoff) {
    this.device = device;
    this.lanes = lanes;
    this.inbox = inbox;
    this.backoff = backoff;
    reader.setDaemon(true);
    writer.setDaemon(true);
  }

  void start() {
    reader.start();
    writer.start();
  }

  /** Ends both threads; what the lanes hold is not written. */
  @Override
  public void close() {
    closing.countDown();
    writer.interrupt();
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void readForEver() {
    String lastFailure = "";
    while (!isClosing()) {
      try {
        openAndRead();
      } catch (Throwable e) {
        lastFailure = tell("serial port", e, lastFailure);
      }
      pause(backoff.next());
    }
  }

  /** The same fault is told once. */
  private static String tell(String where, Throwable fault, String lastFailure) {
    String failure = whyOf(fault);
    if (!failure.equals(lastFailure)) {
      LOG.warn("{}: {}; trying again until it works", where, failure);
    }
    return failure;
  }

  /** An interrupt that somebody left behind cuts a pause short and ends nothing. */
  private void pause(long ms) {
    try {
      boolean unused = closing.await(ms, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      LOG.debug("interrupted while pausing", e);
    }
  }

  private void openAndRead() throws IOException {
    SerialDevice.Connection opened = device.open();
    try {
      readUntilItFails(opened);
    } catch (Throwable e) {
      inbox.onClosed(whyOf(e));
      throw e;
    }
  }

  /** An unchecked exception, whose message alone may say nothing, is told with its kind. */
  private static String whyOf(Throwable e) {
    return e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString();
  }

  private void readUntilItFails(SerialDevice.Connection opened) throws IOException {
    SerialFraming.Decoder decoder = new SerialFraming.Decoder(inbox);
    byte[] bytes = new byte[READ_BYTES];
    writeFailure = null;
    try {
      lanes.onOpened();
      connection = opened;
      inbox.onOpened();
      while (!isClosing()) {
        int count = opened.read(bytes);
        if (count > 0) {
          backoff.reset();
        }
        decoder.feed(bytes, count);
        Throwable failure = writeFailure;
        if (failure != null) {
          throw new IOException(whyOf(failure), failure);
        }
      }
    } finally {
      connection = null;
      try {
        lanes.onClosed();
      } finally {
        opened.close();
      }
    }
  }

  private void writeForEver() {
    String lastFailure = "";
    while (!isClosing()) {
      try {
        writeNext();
      } catch (InterruptedException e) {
        LOG.debug("interrupted while waiting", e);
      } catch (Throwable e) {
        lastFailure = tell("serial writer", e, lastFailure);
        // What was taken from the lanes can't be told from what wasn't: the port starts anew.
        failed(connection, e);
        pause(WRITER_WAIT_MS);
      }
    }
  }

  private void writeNext() throws InterruptedException {
    byte[] frame = lanes.await(WRITER_WAIT_MS);
    SerialDevice.Connection open = connection;
    if (frame != null && open != null) {
      write(open, frame);
    }
  }

  private void failed(SerialDevice.@Nullable Connection open, Throwable why) {
    if (open != null && connection == open) {
      writeFailure = why;
    }
  }

  private void write(SerialDevice.Connection open, byte[] frame) {
    try {
      if (open != delimited) {
        delimited = open;
        open.write(DELIMITER);
      }
      open.write(frame);
    } catch (IOException e) {
      failed(open, e);
    }
  }
}
