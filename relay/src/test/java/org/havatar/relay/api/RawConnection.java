package org.havatar.relay.api;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A connection on which a test writes what no client would, and reads answers one by one. */
final class RawConnection implements AutoCloseable {
  private static final int TIMEOUT_MS = 20_000;

  private final Socket socket;
  private final InputStream in;

  RawConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** What came back: status and head in lower case. */
  record Answer(int status, String head) {
    /** A library's own refusals have none of the headers that the interface puts everywhere. */
    boolean isOfInterface() {
      return head.contains("content-security-policy");
    }
  }

  void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Empty when the server has closed the connection instead. */
  Optional<Answer> read() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return Optional.empty();
      }
      head.write(next);
    }
    String text = head.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    int lengthAt = text.indexOf("content-length: ");
    if (lengthAt >= 0) {
      int end = text.indexOf('\r', lengthAt);
      in.skipNBytes(Long.parseLong(text.substring(lengthAt + "content-length: ".length(), end)));
    }
    return Optional.of(new Answer(Integer.parseInt(text.split(" ", 3)[1]), text));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
