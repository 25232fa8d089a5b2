package org.havatar.ops.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP hop that can stop moving bytes, both ways, and later deliver all it was given; that can
 * take its time; and that can lose one end without telling the other.
 */
public final class HoldingProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 16_384;

  /** Chunks under way in one direction of one connection; the sender waits beyond. */
  private static final int MOST_CHUNKS = 4096;

  private static final Duration DIALS_FOR = Duration.ofSeconds(4);
  private static final Duration DIALS_AGAIN = Duration.ofMillis(20);

  /** What was read at once; nothing marks the end. */
  private static final class Chunk {
    private final byte[] bytes;
    private final long readNs = System.nanoTime();

    private Chunk(byte[] buffer, int length) {
      bytes = Arrays.copyOf(buffer, length);
    }
  }

  private final ServerSocket server;
  private final int targetPort;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Object gate = new Object();
  private boolean held;
  private long delayNs;
  private volatile boolean ended;

  private HoldingProxy(ServerSocket server, int targetPort) {
    this.server = server;
    this.targetPort = targetPort;
  }

  public static HoldingProxy to(int targetPort) {
    try {
      HoldingProxy proxy =
          new HoldingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), targetPort);
      proxy.start("proxy-accept", proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  public void hold() {
    synchronized (gate) {
      held = true;
    }
  }

  public void release() {
    synchronized (gate) {
      held = false;
      gate.notifyAll();
    }
  }

  /** Each way, from now on; a shorter one also hastens what is under way. Order is kept. */
  public void delay(Duration eachWay) {
    synchronized (gate) {
      delayNs = eachWay.toNanos();
      gate.notifyAll();
    }
  }

  /** Cuts what is connected now at the near end; the far end is left open and hears nothing. */
  public void strand() {
    connections.forEach(Connection::strand);
  }

  @Override
  public void close() {
    ended = true;
    synchronized (gate) {
      held = false;
      delayNs = 0;
      gate.notifyAll();
    }
    closeQuietly(server);
    connections.forEach(Connection::close);
  }

  private void start(String name, Runnable task) {
    Thread.ofPlatform().daemon().name(name).start(task);
  }

  private void accept() {
    while (!ended) {
      try {
        Socket near = server.accept();
        start("proxy-connect", () -> connect(near));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void connect(Socket near) {
    try {
      near.setTcpNoDelay(true);
      Socket far = dial();
      far.setTcpNoDelay(true);
      Connection connection = new Connection(near, far);
      connections.add(connection);
      connection.begin();
    } catch (IOException e) {
      closeQuietly(near);
    }
  }

  /** A target that is just starting is waited for: its peers' back-off would cost seconds. */
  private Socket dial() throws IOException {
    long untilNs = System.nanoTime() + DIALS_FOR.toNanos();
    while (true) {
      try {
        return new Socket(InetAddress.getLoopbackAddress(), targetPort);
      } catch (IOException e) {
        if (ended || System.nanoTime() - untilNs >= 0) {
          throw e;
        }
        LockSupport.parkNanos(DIALS_AGAIN.toNanos());
      }
    }
  }

  private final class Connection {
    private final Socket near;
    private final Socket far;
    private volatile boolean stranded;

    private Connection(Socket near, Socket far) {
      this.near = near;
      this.far = far;
    }

    private void begin() {
      pump(near, far);
      pump(far, near);
    }

    private void pump(Socket from, Socket to) {
      BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(MOST_CHUNKS);
      start("proxy-read", () -> read(from, underWay));
      start("proxy-write", () -> write(to, underWay));
    }

    private void read(Socket from, BlockingQueue<Chunk> underWay) {
      try {
        InputStream in = from.getInputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
          underWay.put(new Chunk(buffer, got));
        }
      } catch (IOException e) {
        // This end is gone: the other one is told below.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!underWay.offer(new Chunk(new byte[0], 0))) {
        close();
      }
    }

    private void write(Socket to, BlockingQueue<Chunk> underWay) {
      try {
        OutputStream out = to.getOutputStream();
        boolean isOpen = true;
        while (isOpen) {
          Chunk next = underWay.take();
          passGate(next);
          isOpen = next.bytes.length > 0;
          if (isOpen && !stranded) {
            out.write(next.bytes);
          }
        }
      } catch (IOException e) {
        // That end is gone: the other one is told below.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!stranded) {
        close();
      }
    }

    private void strand() {
      stranded = true;
      try {
        near.setSoLinger(true, 0); // a reset: the client's program learns it at once
      } catch (IOException e) {
        // It is closed already.
      }
      closeQuietly(near);
    }

    private void close() {
      connections.remove(this);
      closeQuietly(near);
      closeQuietly(far);
    }
  }

  private void passGate(Chunk next) throws InterruptedException {
    synchronized (gate) {
      while (true) {
        long leftNs = delayNs - (System.nanoTime() - next.readNs);
        if (held) {
          gate.wait();
        } else if (leftNs > 0) {
          gate.wait(leftNs / 1_000_000, (int) (leftNs % 1_000_000));
        } else {
          return;
        }
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
