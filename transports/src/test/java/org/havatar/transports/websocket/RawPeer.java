package org.havatar.transports.websocket;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;

/** The other end of a WebSocket, byte by byte: it reads when a test says so, or never. */
final class RawPeer implements AutoCloseable {
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CONTINUATION = 0;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int LONGEST_SHORT = 125;
  private static final int RECEIVE_BYTES = 4096;
  private static final int PATIENCE_MS = 60_000;

  /** RFC 6455 §1.3. */
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** One that came. */
  record Frame(int opcode, Buffer payload) {
    /** Of a goodbye. */
    int closeCode() {
      return payload.getUnsignedShort(0);
    }
  }

  private final Socket socket;
  private final boolean masks;

  private RawPeer(Socket socket, boolean masks) throws IOException {
    this.socket = socket;
    this.masks = masks;
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
  }

  /** A client whose kernel takes little, so that what it doesn't read soon waits at the server. */
  static RawPeer dial(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BYTES);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    RawPeer peer = new RawPeer(socket, true);
    peer.write(
        head(
            "GET /ws/client/x HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Protocol: havatar.1",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="));
    peer.readHead();
    return peer;
  }

  /** A server that takes whoever has connected. */
  static RawPeer welcome(Socket accepted) throws IOException {
    RawPeer peer = new RawPeer(accepted, false);
    String head = peer.readHead();
    int at = head.toLowerCase(Locale.ROOT).indexOf("sec-websocket-key:");
    String key = head.substring(at + 18, head.indexOf('\r', at)).trim();
    peer.write(
        head(
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Protocol: havatar.1",
            "Sec-WebSocket-Accept: " + accept(key)));
    return peer;
  }

  private static byte[] head(String... lines) {
    return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) nextByte());
    }
    return head.toString();
  }

  private int nextByte() throws IOException {
    int next = socket.getInputStream().read();
    if (next < 0) {
      throw new IOException("the connection has ended");
    }
    return next;
  }

  /** A whole frame. */
  byte[] frame(int opcode, byte[] payload) {
    return frame(opcode, payload, true);
  }

  byte[] frame(int opcode, byte[] payload, boolean isFinal) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write((isFinal ? FINAL : 0) | opcode);
    if (payload.length > LONGEST_SHORT) {
      throw new IllegalArgumentException("tests need short ones only");
    }
    out.write((masks ? MASKED : 0) | payload.length);
    if (masks) {
      out.writeBytes(new byte[4]); // a mask of zeros leaves the payload as it is
    }
    out.writeBytes(payload);
    return out.toByteArray();
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** So often, in few writes; ends early when the other side has closed. */
  void flood(byte[] frame, int times) {
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 100; i++) {
      many.writeBytes(frame);
    }
    try {
      for (int i = 0; i < times / 100; i++) {
        write(many.toByteArray());
      }
    } catch (IOException e) {
      // It was thrown out, as a test will see.
    }
  }

  Frame read() throws IOException {
    int opcode = nextByte() & 0x0f;
    int length = nextByte() & 0x7f;
    if (length > LONGEST_SHORT) {
      length = nextByte() << 8 | nextByte();
    }
    InputStream in = socket.getInputStream();
    return new Frame(opcode, Buffer.buffer(in.readNBytes(length)));
  }

  /** Skips others. */
  Frame readUntil(int opcode) throws IOException {
    Frame frame = read();
    while (frame.opcode() != opcode) {
      frame = read();
    }
    return frame;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
