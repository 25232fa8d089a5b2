package org.havatar.transports.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes a large answer piece by piece, one in a turn of the loop and only while the connection
 * takes bytes: encrypting half a megabyte of the page in one turn would keep every robot on the
 * loop waiting. Stands before encryption. On the connection's event loop.
 */
final class Slices extends ChannelDuplexHandler {
  static final String NAME = "slices";
  static final int BYTES = 16 * 1024;

  private record Part(Object message, ChannelPromise promise) {}

  private final Deque<Part> waiting = new ArrayDeque<>();
  private boolean scheduled;

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (waiting.isEmpty() && !(message instanceof ByteBuf bytes && bytes.readableBytes() > BYTES)) {
      var unused = ctx.write(message, promise);
      return;
    }
    waiting.add(new Part(message, promise.unvoid()));
    schedule(ctx);
  }

  private void schedule(ChannelHandlerContext ctx) {
    if (!scheduled) {
      scheduled = true;
      ctx.executor().execute(() -> onTurn(ctx));
    }
  }

  private void onTurn(ChannelHandlerContext ctx) {
    scheduled = false;
    if (waiting.isEmpty() || !ctx.channel().isWritable()) {
      return;
    }
    writeOne(ctx);
    ctx.flush();
    if (!waiting.isEmpty() && ctx.channel().isWritable()) {
      schedule(ctx);
    }
  }

  private void writeOne(ChannelHandlerContext ctx) {
    Part first = waiting.element();
    if (first.message() instanceof ByteBuf bytes && bytes.readableBytes() > BYTES) {
      var unused = ctx.write(bytes.readRetainedSlice(BYTES), ctx.voidPromise());
    } else {
      waiting.remove();
      var unused = ctx.write(first.message(), first.promise());
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!waiting.isEmpty() && ctx.channel().isWritable()) {
      schedule(ctx);
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    forget();
    ctx.fireChannelInactive();
  }

  /** An answer that is half written is gone with it. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    forget();
  }

  private void forget() {
    while (!waiting.isEmpty()) {
      Part part = waiting.remove();
      ReferenceCountUtil.release(part.message());
      part.promise().tryFailure(new ClosedChannelException());
    }
  }
}
