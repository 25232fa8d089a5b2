package org.havatar.ops.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;

/**
 * A TLS (or bare TCP) socket that says what no honest client would: below any WebSocket library.
 */
public final class RawSocket implements AutoCloseable {
  public static final int TEXT = 1;
  public static final int BINARY = 2;

  /** Not codes of a frame: see {@link #closeCode}. */
  static final int CUT = -1;

  public static final int OPEN = -2;
  private static final int CLOSE = 8;
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int TIMEOUT_MS = 5000;
  private static final int LOOK_MS = 20;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Frame(int opcode, byte[] payload) {}

  private final Socket socket;

  private RawSocket(Socket socket) {
    this.socket = socket;
  }

  public static RawSocket tls(SSLContext context, int port) {
    try {
      return of(context.getSocketFactory().createSocket("localhost", port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static RawSocket tcp(int port) {
    try {
      return of(new Socket("localhost", port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RawSocket of(Socket socket) throws IOException {
    socket.setSoTimeout(TIMEOUT_MS);
    socket.setTcpNoDelay(true);
    return new RawSocket(socket);
  }

  /** Writes what the peer may already refuse to take: false when it has closed. */
  public boolean write(byte[] bytes) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public boolean write(String text) {
    return write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Asks for a WebSocket and returns the answer's status line. */
  public String upgrade(String path, String headers) {
    write(
        "GET "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n"
            + "Sec-WebSocket-Protocol: "
            + RelayApi.SUBPROTOCOL
            + "\r\n"
            + headers
            + "\r\n");
    String answer = readUntil("\r\n\r\n");
    int end = answer.indexOf("\r\n");
    return end < 0 ? answer : answer.substring(0, end);
  }

  /** A masked frame with a mask of zeros, of at most 65535 bytes. */
  public boolean frame(int opcode, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(FINAL | opcode);
    if (payload.length < 126) {
      frame.write(MASKED | payload.length);
    } else {
      frame.write(MASKED | 126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    }
    frame.writeBytes(new byte[4]);
    frame.writeBytes(payload);
    return write(frame.toByteArray());
  }

  public boolean text(String text) {
    return frame(TEXT, text.getBytes(UTF_8));
  }

  /** True when the peer has closed the connection; looks for a moment. */
  public boolean isEnded() {
    try {
      socket.setSoTimeout(LOOK_MS);
      boolean ended = socket.getInputStream().read() < 0;
      socket.setSoTimeout(TIMEOUT_MS);
      return ended;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** What comes until that text has come, the peer closed or nothing came for some seconds. */
  public String readUntil(String wanted) {
    StringBuilder got = new StringBuilder();
    try {
      InputStream in = socket.getInputStream();
      while (got.indexOf(wanted) < 0) {
        int next = in.read();
        if (next < 0) {
          break;
        }
        got.append((char) next);
      }
    } catch (SocketTimeoutException e) {
      // Silence is an answer too.
    } catch (IOException e) {
      // Reset: closed.
    }
    return got.toString();
  }

  /** True when a text frame that contains {@code wanted} is among what comes. */
  public boolean hears(String wanted) {
    Frame frame = readFrame();
    while (frame.opcode == TEXT || frame.opcode == BINARY) {
      if (frame.opcode == TEXT && new String(frame.payload, UTF_8).contains(wanted)) {
        return true;
      }
      frame = readFrame();
    }
    return false;
  }

  /**
   * The code of the close frame that comes after whatever else comes; {@link #CUT} when the peer
   * hangs up without one, {@link #OPEN} when nothing more comes for some seconds.
   */
  public int closeCode() {
    Frame frame = readFrame();
    while (frame.opcode == TEXT || frame.opcode == BINARY) {
      frame = readFrame();
    }
    return frame.opcode == CLOSE && frame.payload.length >= 2
        ? ((frame.payload[0] & 0xFF) << 8) | (frame.payload[1] & 0xFF)
        : frame.opcode;
  }

  private Frame readFrame() {
    try {
      InputStream in = socket.getInputStream();
      int opcode = in.read() & 0xF;
      int second = in.read();
      if (second < 0) {
        return new Frame(CUT, new byte[0]);
      }
      int length = second < 126 ? second : (in.read() << 8) | in.read();
      return new Frame(opcode, in.readNBytes(length));
    } catch (SocketTimeoutException e) {
      return new Frame(OPEN, new byte[0]);
    } catch (IOException e) {
      return new Frame(CUT, new byte[0]);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
