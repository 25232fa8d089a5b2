package org.havatar.ops;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP hop that can stop moving bytes, both ways, and later deliver all it was given: a path that
 * stalls without closing.
 */
final class HoldingProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 16_384;

  private final ServerSocket server;
  private final int targetPort;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Object gate = new Object();
  private boolean held;
  private volatile boolean ended;

  private HoldingProxy(ServerSocket server, int targetPort) {
    this.server = server;
    this.targetPort = targetPort;
  }

  static HoldingProxy to(int targetPort) {
    try {
      HoldingProxy proxy =
          new HoldingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), targetPort);
      Thread.ofPlatform().daemon().name("proxy-accept").start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  void hold() {
    synchronized (gate) {
      held = true;
    }
  }

  void release() {
    synchronized (gate) {
      held = false;
      gate.notifyAll();
    }
  }

  @Override
  public void close() {
    ended = true;
    release();
    closeQuietly(server);
    sockets.forEach(HoldingProxy::closeQuietly);
  }

  private void accept() {
    while (!ended) {
      try {
        Socket near = server.accept();
        sockets.add(near);
        near.setTcpNoDelay(true);
        Thread.ofPlatform().daemon().name("proxy-connect").start(() -> connect(near));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void connect(Socket near) {
    try {
      Socket far = new Socket(InetAddress.getLoopbackAddress(), targetPort);
      sockets.add(far);
      far.setTcpNoDelay(true);
      Thread.ofPlatform().daemon().name("proxy-back").start(() -> pump(far, near));
      pump(near, far);
    } catch (IOException e) {
      closeQuietly(near);
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        passGate();
        out.write(buffer, 0, got);
      }
      passGate();
    } catch (IOException e) {
      // One end is gone: the other one is told below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeQuietly(from);
    closeQuietly(to);
  }

  private void passGate() throws InterruptedException {
    synchronized (gate) {
      while (held) {
        gate.wait();
      }
    }
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // It was closed already; nothing is lost.
    }
  }
}
