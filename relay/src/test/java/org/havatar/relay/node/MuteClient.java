package org.havatar.relay.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.havatar.transports.wire.Binary;
import org.havatar.transports.wire.BinaryCodec;
import org.havatar.transports.wire.Event;
import org.havatar.transports.wire.JsonCodec;

/** A client that writes, and never reads a byte of what comes back. */
final class MuteClient implements AutoCloseable {
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int PING = 0x89;
  private static final int MASKED = 0x80;
  private static final int LONGEST_SHORT = 125;
  private static final int LONGER = 126;

  private final Socket socket = new Socket();

  MuteClient(int port, String pathAndQuery) throws IOException {
    socket.setReceiveBufferSize(2048);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String head =
        String.join(
            "\r\n",
            "GET " + pathAndQuery + " HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Protocol: havatar.1",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "",
            "");
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
  }

  void send(Event event) throws IOException {
    write(TEXT, JsonCodec.encode(event).getBytes(StandardCharsets.UTF_8));
  }

  void send(Binary message) throws IOException {
    write(BINARY, BinaryCodec.encode(message));
  }

  void ping() throws IOException {
    write(PING, new byte[LONGEST_SHORT]);
  }

  private void write(int first, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length > LONGEST_SHORT) {
      frame.write(MASKED | LONGER);
      frame.write(payload.length >> 8);
      frame.write(payload.length & 0xff);
    } else {
      frame.write(MASKED | payload.length);
    }
    frame.writeBytes(new byte[4]); // a mask of zeros leaves the payload as it is
    frame.writeBytes(payload);
    socket.getOutputStream().write(frame.toByteArray());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
