package org.havatar.transports.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Watches over a connection from its first byte until HTTP begins on it, of which Vert.x tells
 * nobody: what TLS does costs budget already, and who never begins is ended. First in the pipeline;
 * on the connection's event loop.
 */
final class BeforeHttp extends ChannelInboundHandlerAdapter {
  private static final String NAME = "before-http";

  private final int limitMs;
  private final LongSupplier monotonicMs;
  private final Drops drops;
  private @Nullable Future<?> deadline;

  private BeforeHttp(int limitMs, LongSupplier monotonicMs, Drops drops) {
    this.limitMs = limitMs;
    this.monotonicMs = monotonicMs;
    this.drops = drops;
  }

  /**
   * Begins. On any thread, before the channel has a loop.
   *
   * @param limitMs until HTTP has to have begun
   */
  static void watch(Channel connection, int limitMs, LongSupplier monotonicMs, Drops drops) {
    connection.pipeline().addFirst(NAME, new BeforeHttp(limitMs, monotonicMs, drops));
  }

  /** HTTP has begun, and other rules hold. */
  static void end(ChannelPipeline pipeline) {
    if (pipeline.get(NAME) != null) {
      pipeline.remove(NAME);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    deadline = ctx.executor().schedule(() -> giveUp(ctx), limitMs, TimeUnit.MILLISECONDS);
  }

  private void giveUp(ChannelHandlerContext ctx) {
    drops.count(Reason.MALFORMED);
    ctx.channel().unsafe().closeForcibly();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    Future<?> pending = deadline;
    if (pending != null) {
      pending.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    Undertow.guardTls(ctx.pipeline(), monotonicMs, drops);
    ctx.fireChannelRead(message);
  }
}
