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
 * directions (a pseudo-terminal whose reader stopped takes 16 kB and then holds the writer). An
 * unchecked exception is a fault like any other: told, and the port is opened anew.
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
  private volatile @Nullable Exception writeFailure;

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
    try {
      while (!isClosing()) {
        try {
          openAndRead();
        } catch (IOException | RuntimeException e) {
          String failure = whyOf(e);
          if (!failure.equals(lastFailure)) {
            LOG.warn("serial port: {}; trying again until it works", failure);
          }
          lastFailure = failure;
        }
        if (closing.await(backoff.next(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      LOG.error("serial reader interrupted: the board can't be heard any more", e);
    }
  }

  private void openAndRead() throws IOException {
    SerialDevice.Connection opened = device.open();
    try {
      readUntilItFails(opened);
    } catch (IOException | RuntimeException e) {
      inbox.onClosed(whyOf(e));
      throw e;
    }
  }

  /** An unchecked exception, whose message alone may say nothing, is told with its kind. */
  private static String whyOf(Exception e) {
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
        Exception failure = writeFailure;
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
    try {
      while (!isClosing()) {
        writeNext();
      }
    } catch (InterruptedException e) {
      if (!isClosing()) {
        LOG.error("serial writer interrupted: nothing reaches the board any more", e);
      }
    }
  }

  private void writeNext() throws InterruptedException {
    SerialDevice.Connection open = connection;
    try {
      byte[] frame = lanes.await(WRITER_WAIT_MS);
      open = connection;
      if (frame != null && open != null) {
        write(open, frame);
      }
    } catch (RuntimeException e) {
      // What was taken from the lanes can't be told from what wasn't: the port starts anew.
      failed(open, e);
    }
  }

  private void failed(SerialDevice.@Nullable Connection open, Exception why) {
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
    } catch (IOException | RuntimeException e) {
      failed(open, e);
    }
  }
}
