package org.havatar.transports.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.util.AttributeKey;
import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.havatar.transports.link.Acceptor;
import org.jspecify.annotations.Nullable;

/**
 * The machine's way to sockets, with a gate at the servers' doors: a connection that isn't wanted
 * is closed by the thread that accepts, before it has a loop and before TLS. Vert.x asks nobody so
 * early, but lets its transport be replaced.
 */
public final class GatedTransport implements Transport {
  /** Of a connection that was judged: whether it was let in. */
  static final AttributeKey<Boolean> TAKEN = AttributeKey.valueOf("havatar.taken");

  private final Transport sockets;
  private final Map<Integer, Door> doors = new ConcurrentHashMap<>();
  private final Gate gate = new Gate();

  private GatedTransport(Transport sockets) {
    this.sockets = sockets;
  }

  /** To build Vert.x with; epoll where there is one. */
  public static io.vertx.core.transport.Transport preferNative() {
    io.vertx.core.transport.Transport best = io.vertx.core.transport.Transport.nativeTransport();
    boolean isNative = best != null && best.available();
    return new Named(isNative ? best : io.vertx.core.transport.Transport.NIO);
  }

  static Optional<GatedTransport> of(Vertx vertx) {
    return ((VertxInternal) vertx).transport() instanceof GatedTransport gated
        ? Optional.of(gated)
        : Optional.empty();
  }

  private record Door(Acceptor acceptor, Consumer<Channel> onOpened) {}

  /**
   * Who judges connections to that port from now on.
   *
   * @param onOpened gets each that is let in before it has a loop, on the thread that accepts
   */
  void judgeBy(int port, Acceptor acceptor, Consumer<Channel> onOpened) {
    doors.put(port, new Door(acceptor, onOpened));
  }

  /** Asks; true: it is in, and its end will be told. */
  static boolean take(Channel connection, String address, Acceptor acceptor) {
    Optional<Runnable> taken = acceptor.connected(address);
    connection.attr(TAKEN).set(taken.isPresent());
    taken.ifPresent(
        onEnd -> {
          var unused = connection.closeFuture().addListener(ignored -> onEnd.run());
        });
    return taken.isPresent();
  }

  /** Sees each connection of a server first. On the thread that accepts. */
  @Sharable
  private final class Gate extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof Channel connection
          && !isIn(ctx.channel().localAddress(), connection)) {
        // A reset: nothing of it is kept, here or in the kernel.
        connection.config().setOption(ChannelOption.SO_LINGER, 0);
        connection.unsafe().closeForcibly();
      } else {
        ctx.fireChannelRead(message);
      }
    }

    private boolean isIn(@Nullable SocketAddress server, Channel connection) {
      if (!(server instanceof InetSocketAddress local)
          || !(connection.remoteAddress() instanceof InetSocketAddress peer)) {
        return true; // no TCP
      }
      Door door = doors.get(local.getPort());
      if (door == null) {
        return true;
      }
      String address = peer.getAddress().getHostAddress();
      int scope = address.indexOf('%');
      String literal = scope < 0 ? address : address.substring(0, scope);
      Acceptor acceptor = door.acceptor();
      boolean isIn = acceptor.isTrustedProxy(literal) || take(connection, literal, acceptor);
      if (isIn) {
        door.onOpened().accept(connection);
      }
      return isIn;
    }
  }

  private record Named(io.vertx.core.transport.Transport plain)
      implements io.vertx.core.transport.Transport {
    @Override
    public String name() {
      return plain.name();
    }

    @Override
    public boolean available() {
      return plain.available();
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
      return plain.unavailabilityCause();
    }

    @Override
    public Transport implementation() {
      return new GatedTransport(plain.implementation());
    }
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    ChannelFactory<? extends ServerChannel> plain = sockets.serverChannelFactory(domainSocket);
    return () -> {
      ServerChannel server = plain.newChannel();
      server.pipeline().addLast(gate);
      return server;
    };
  }

  @Override
  public boolean supportsDomainSockets() {
    return sockets.supportsDomainSockets();
  }

  @Override
  public boolean supportFileRegion() {
    return sockets.supportFileRegion();
  }

  @Override
  public boolean isAvailable() {
    return sockets.isAvailable();
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return sockets.unavailabilityCause();
  }

  @Override
  public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
    return sockets.convert(address);
  }

  @Override
  public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
    return sockets.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return sockets.ioHandlerFactory();
  }

  @Override
  public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
    return sockets.eventLoopGroup(type, threads, factory, ioRatio);
  }

  @Override
  @SuppressWarnings("deprecation") // the interface wants it
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return sockets.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return sockets.datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return sockets.channelFactory(domainSocket);
  }

  @Override
  public void configure(DatagramChannel channel, DatagramSocketOptions options) {
    sockets.configure(channel, options);
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
    sockets.configure(config, domainSocket, bootstrap);
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
    sockets.configure(config, domainSocket, bootstrap);
  }
}
