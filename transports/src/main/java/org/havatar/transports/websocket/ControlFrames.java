package org.havatar.transports.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.function.LongSupplier;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.FrameBudget;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the frame decoder and Vert.x, which answers every ping at once, whether the peer
 * reads or not, and keeps the answers without bound. Here a ping waits in one slot, where a newer
 * one replaces it, until the connection takes bytes (RFC 6455 §5.5.3 asks for the newest only).
 * Pings, pongs and fragments cost budget; what is over it is not looked at, and the peer is
 * dismissed when everything else that came along has been handed on: a STOP may be among it.
 *
 * <p>Never stops reading because of what waits to be written. On the connection's event loop.
 */
final class ControlFrames extends ChannelInboundHandlerAdapter {
  static final String NAME = "controlFrames";

  private final FrameBudget budget;
  private final LongSupplier monotonicMs;
  private final Drops drops;
  private final Runnable onFlood;
  private @Nullable ByteBuf unanswered;
  private boolean flooded;
  private boolean closing;

  /**
   * @param onFlood dismisses the peer; called once
   */
  ControlFrames(FrameBudget budget, LongSupplier monotonicMs, Drops drops, Runnable onFlood) {
    this.budget = budget;
    this.monotonicMs = monotonicMs;
    this.drops = drops;
    this.onFlood = onFlood;
  }

  /** No answer may follow a goodbye. */
  void onClosing() {
    closing = true;
    forget();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (closing && message instanceof WebSocketFrame && !(message instanceof CloseWebSocketFrame)) {
      ReferenceCountUtil.release(message); // nobody would hear it, and it may be a flood
      return;
    }
    if (!(message instanceof WebSocketFrame frame) || !costs(frame)) {
      ctx.fireChannelRead(message);
      return;
    }
    if (!budget.take(monotonicMs.getAsLong())) {
      frame.release();
      drops.count(Reason.RATE_LIMITED);
      flooded = true;
    } else if (frame instanceof PingWebSocketFrame) {
      answerLater(frame.content());
    } else {
      ctx.fireChannelRead(frame);
    }
  }

  /** A whole message is counted where it is understood; everything else here. */
  private static boolean costs(WebSocketFrame frame) {
    return frame instanceof PingWebSocketFrame
        || frame instanceof PongWebSocketFrame
        || frame instanceof ContinuationWebSocketFrame
        || !(frame.isFinalFragment() || frame instanceof CloseWebSocketFrame);
  }

  private void answerLater(ByteBuf payload) {
    if (unanswered != null) {
      drops.count(Reason.SUPERSEDED);
    }
    forget();
    if (closing) {
      payload.release();
    } else {
      unanswered = payload;
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.fireChannelReadComplete();
    if (flooded && !closing) {
      onFlood.run();
    }
    answer(ctx);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    ctx.fireChannelWritabilityChanged();
    answer(ctx);
  }

  private void answer(ChannelHandlerContext ctx) {
    ByteBuf payload = unanswered;
    if (payload != null && ctx.channel().isWritable()) {
      unanswered = null;
      var unused = ctx.writeAndFlush(new PongWebSocketFrame(payload), ctx.voidPromise());
    }
  }

  private void forget() {
    if (unanswered != null) {
      unanswered.release();
      unanswered = null;
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    forget();
  }
}
