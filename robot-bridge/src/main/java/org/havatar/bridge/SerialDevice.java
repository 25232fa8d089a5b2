package org.havatar.bridge;

import java.io.IOException;

/** Something that can be opened as a serial line. Blocking; used on the serial threads only. */
interface SerialDevice {
  Connection open() throws IOException;

  /** An open line. One thread reads, one writes, the reading one closes. */
  interface Connection {
    /** Waits a little for bytes. Returns how many were read, 0 when none came in that time. */
    int read(byte[] into) throws IOException;

    /** Returns when the operating system has taken all bytes, which may be never. */
    void write(byte[] bytes) throws IOException;

    void close();
  }
}
