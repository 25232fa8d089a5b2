package org.havatar.transports.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLParameters;

/** Speaks TLS 1.3 record by record and, once that is agreed on, reads only when it is told to. */
final class TlsPeer implements AutoCloseable {
  private static final int PATIENCE_MS = 60_000;

  private final Socket socket;
  private final SSLEngine engine;
  private final ByteBuffer in;
  private final ByteBuffer out;
  private final ByteBuffer plain;

  /**
   * Agrees on TLS.
   *
   * @param protocol of ALPN
   */
  static TlsPeer dial(SSLContext context, int port, String protocol) throws IOException {
    TlsPeer peer =
        new TlsPeer(new Socket(InetAddress.getLoopbackAddress(), port), context, protocol);
    peer.agree();
    return peer;
  }

  private TlsPeer(Socket socket, SSLContext context, String protocol) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MS);
    engine = context.createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {protocol});
    engine.setSSLParameters(parameters);
    in = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize()).flip();
    out = ByteBuffer.wrap(new byte[engine.getSession().getPacketBufferSize()]);
    plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
  }

  private void agree() throws IOException {
    engine.beginHandshake();
    for (HandshakeStatus next = engine.getHandshakeStatus();
        next != HandshakeStatus.NOT_HANDSHAKING && next != HandshakeStatus.FINISHED; ) {
      next =
          switch (next) {
            case NEED_WRAP -> send(ByteBuffer.allocate(0));
            case NEED_TASK -> {
              engine.getDelegatedTask().run();
              yield engine.getHandshakeStatus();
            }
            default -> unwrap();
          };
    }
  }

  private HandshakeStatus unwrap() throws IOException {
    SSLEngineResult result = engine.unwrap(in, plain);
    if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
      InputStream from = socket.getInputStream();
      in.compact();
      byte[] some = new byte[in.remaining()];
      int read = from.read(some);
      if (read < 0) {
        throw new IOException("the connection has ended");
      }
      in.put(some, 0, read).flip();
    }
    return result.getHandshakeStatus();
  }

  private HandshakeStatus send(ByteBuffer plain) throws IOException {
    out.clear();
    SSLEngineResult result = engine.wrap(plain, out);
    socket.getOutputStream().write(out.array(), 0, out.position());
    return result.getHandshakeStatus();
  }

  /** Says it in as many records, which come at once. */
  void writeInRecordsOfOneByte(byte[] bytes) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte each : bytes) {
      out.clear();
      engine.wrap(ByteBuffer.wrap(new byte[] {each}), out);
      all.write(out.array(), 0, out.position());
    }
    socket.getOutputStream().write(all.toByteArray());
  }

  /** Up to the end of a short answer without head lines that matter. */
  String readAnswer() throws IOException {
    plain.clear();
    while (!text().contains("got /")) {
      unwrap();
    }
    return text();
  }

  private String text() {
    return StandardCharsets.US_ASCII.decode(plain.duplicate().flip()).toString();
  }

  /**
   * Wishes for new keys, and for the other side's as well.
   *
   * @return bytes that were sent
   */
  int askForNewKeys() throws IOException {
    engine.beginHandshake();
    send(ByteBuffer.allocate(0));
    return out.position();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
