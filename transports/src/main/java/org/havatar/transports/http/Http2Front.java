package org.havatar.transports.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.function.LongSupplier;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.FrameBudget;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Lets each frame of HTTP/2 that is no request cost budget (RFC 9113 §10.5): PING and SETTINGS are
 * answered, and all of them want to be read. Over it the connection ends with ENHANCE_YOUR_CALM.
 * Resets, empty DATA and small CONTINUATION frames have limits of Netty's own. On the connection's
 * event loop.
 */
final class Http2Front extends Http2FrameListenerDecorator {
  /** Less than any answer of ours; the specification leaves it to us what we do then. */
  static final long LEAST_HEADER_LIST_BYTES = 4096;

  /** Who downloads much may say often that there is room for more. */
  static final int WINDOWS_FOR_ONE = 10;

  private final FrameBudget budget;
  private final LongSupplier monotonicMs;
  private final Drops drops;
  private int windows;

  private Http2Front(Http2FrameListener inner, LongSupplier monotonicMs, Drops drops) {
    super(inner);
    this.budget = new FrameBudget(monotonicMs.getAsLong());
    this.monotonicMs = monotonicMs;
    this.drops = drops;
  }

  /** Stands before whoever listens to the frames of a connection now. */
  static void guard(Http2ConnectionDecoder decoder, LongSupplier monotonicMs, Drops drops) {
    decoder.frameListener(new Http2Front(decoder.frameListener(), monotonicMs, drops));
  }

  /** Whether no answer can be sent under that setting of the peer. */
  static boolean isTooSmall(@Nullable Long headerListBytes) {
    return headerListBytes != null && headerListBytes < LEAST_HEADER_LIST_BYTES;
  }

  private void cost() throws Http2Exception {
    if (!budget.take(monotonicMs.getAsLong())) {
      drops.count(Reason.RATE_LIMITED);
      throw Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many frames");
    }
  }

  @Override
  public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    cost();
    super.onPingRead(ctx, data);
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    cost();
    super.onPingAckRead(ctx, data);
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
      throws Http2Exception {
    cost();
    if (isTooSmall(settings.maxHeaderListSize())) {
      throw Http2Exception.connectionError(
          Http2Error.ENHANCE_YOUR_CALM, "no answer fits into that header list");
    }
    super.onSettingsRead(ctx, settings);
  }

  @Override
  public void onSettingsAckRead(ChannelHandlerContext ctx) throws Http2Exception {
    cost();
    super.onSettingsAckRead(ctx);
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode)
      throws Http2Exception {
    cost();
    super.onRstStreamRead(ctx, streamId, errorCode);
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext ctx, int streamId, int dependency, short weight, boolean exclusive)
      throws Http2Exception {
    cost();
    super.onPriorityRead(ctx, streamId, dependency, weight, exclusive);
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int increment)
      throws Http2Exception {
    windows = (windows + 1) % WINDOWS_FOR_ONE;
    if (windows == 0) {
      cost();
    }
    super.onWindowUpdateRead(ctx, streamId, increment);
  }

  @Override
  public void onUnknownFrame(
      ChannelHandlerContext ctx, byte type, int streamId, Http2Flags flags, ByteBuf payload)
      throws Http2Exception {
    cost();
    super.onUnknownFrame(ctx, type, streamId, flags, payload);
  }
}
