package org.havatar.transports.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.util.function.LongSupplier;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.FrameBudget;
import org.havatar.transports.wire.Reason;

/**
 * What TLS does beneath everything else costs budget too: a peer may ask for new keys in every
 * record (RFC 8446 §4.6.3), which takes longer than any message, and send records that hold
 * nothing. Bytes that came and brought no content are counted, and over the budget the connection
 * ends, whether its peer reads or not; so it does when more waits to be written than any rule above
 * allows. Stands right behind decryption, as long as the connection lives, with an ear before it.
 * On its event loop.
 */
public final class Undertow extends ChannelInboundHandlerAdapter {
  static final String NAME = "undertow";

  /**
   * Above the bounds of all that writes: slices of an answer, windows of HTTP/2, lanes of a link.
   */
  static final long MOST_WAITING_BYTES = 256 * 1024;

  /**
   * What may have come and wait for its decryption: a record that is under way, and what was read
   * while keys were changed once.
   */
  private static final long UNDER_WAY_BYTES = 80 * 1024;

  /** Above what TLS puts around a record. */
  private static final int AROUND_RECORD_BYTES = 64;

  /** A few wishes for new keys. */
  private static final int BYTES_FOR_ONE = 128;

  private final FrameBudget budget;
  private final LongSupplier monotonicMs;
  private final Drops drops;
  private long emptyBytes;

  private Undertow(LongSupplier monotonicMs, Drops drops) {
    this.budget = new FrameBudget(monotonicMs.getAsLong());
    this.monotonicMs = monotonicMs;
    this.drops = drops;
  }

  /** Puts one behind TLS if there is TLS, and else before that handler; unless it is there. */
  static void guard(
      ChannelPipeline pipeline, String handler, LongSupplier monotonicMs, Drops drops) {
    guardTls(pipeline, monotonicMs, drops);
    if (pipeline.get(NAME) == null) {
      pipeline.addBefore(handler, NAME, new Undertow(monotonicMs, drops));
    }
  }

  /** Puts one behind TLS if there is TLS, unless it is there. */
  static void guardTls(ChannelPipeline pipeline, LongSupplier monotonicMs, Drops drops) {
    ChannelHandlerContext tls = pipeline.context(SslHandler.class);
    if (tls != null && pipeline.get(NAME) == null) {
      Undertow undertow = new Undertow(monotonicMs, drops);
      pipeline.addAfter(tls.name(), NAME, undertow);
      pipeline.addBefore(tls.name(), null, undertow.new Ear());
    }
  }

  /** Hears what comes before it is decrypted. */
  private final class Ear extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      emptyBytes += bytes(message);
      ctx.fireChannelRead(message); // content is heard in there
      if (isOverBudget()) {
        end(ctx.channel());
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    emptyBytes = Math.max(0, emptyBytes - bytes(message) - AROUND_RECORD_BYTES);
    ctx.fireChannelRead(message);
  }

  private static long bytes(Object message) {
    return message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
  }

  private boolean isOverBudget() {
    while (emptyBytes > UNDER_WAY_BYTES) {
      if (!budget.take(monotonicMs.getAsLong())) {
        return true;
      }
      emptyBytes -= BYTES_FOR_ONE;
    }
    return false;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (waitingBytes(ctx.channel()) > MOST_WAITING_BYTES) {
      end(ctx.channel());
      return;
    }
    ctx.fireChannelReadComplete();
  }

  /** A goodbye would wait behind the rest. */
  private void end(Channel channel) {
    if (channel.isOpen()) {
      drops.count(Reason.RATE_LIMITED);
      channel.unsafe().closeForcibly();
    }
  }

  /** Bytes that wait in user space. */
  public static long waitingBytes(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting == null ? 0 : waiting.totalPendingWriteBytes();
  }
}
