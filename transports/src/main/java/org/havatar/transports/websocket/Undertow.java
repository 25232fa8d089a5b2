package org.havatar.transports.websocket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.function.LongSupplier;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.FrameBudget;
import org.havatar.transports.wire.Reason;

/**
 * What TLS does beneath everything else costs budget too: a peer may ask for new keys in every
 * record (RFC 8446 §4.6.3), which is answered, and send records that hold nothing. Reads that bring
 * no byte of plain text are counted, and over the budget the connection ends; so it does when more
 * waits to be written than any rule above allows. Stands right behind decryption, as long as the
 * connection lives. On its event loop.
 */
final class Undertow extends ChannelInboundHandlerAdapter {
  static final String NAME = "undertow";

  /**
   * Above the bounds of all that writes: slices of an answer, windows of HTTP/2, lanes of a link.
   */
  static final long MOST_WAITING_BYTES = 256 * 1024;

  /** A record may come in pieces, so some reads bring nothing on any slow line. */
  private static final int READS_FOR_ONE = 10;

  private final FrameBudget budget;
  private final LongSupplier monotonicMs;
  private final Drops drops;
  private boolean broughtSomething;
  private int emptyReads;

  Undertow(LongSupplier monotonicMs, Drops drops) {
    this.budget = new FrameBudget(monotonicMs.getAsLong());
    this.monotonicMs = monotonicMs;
    this.drops = drops;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    broughtSomething = true;
    ctx.fireChannelRead(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    boolean isOver = !broughtSomething && isOverBudget();
    broughtSomething = false;
    if (isOver || waitingBytes(ctx.channel()) > MOST_WAITING_BYTES) {
      drops.count(Reason.RATE_LIMITED);
      ctx.channel().unsafe().closeForcibly(); // a goodbye would wait behind the rest
      return;
    }
    ctx.fireChannelReadComplete();
  }

  private boolean isOverBudget() {
    emptyReads = (emptyReads + 1) % READS_FOR_ONE;
    return emptyReads == 0 && !budget.take(monotonicMs.getAsLong());
  }

  /** Bytes that wait in user space. */
  static long waitingBytes(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting == null ? 0 : waiting.totalPendingWriteBytes();
  }
}
