package org.havatar.transports.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.function.LongSupplier;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Reason;

/** Puts our rules before Vert.x on each new connection. On the connection's event loop. */
final class HttpFront {
  private final LongSupplier monotonicMs;
  private final Drops drops;

  HttpFront(LongSupplier monotonicMs, Drops drops) {
    this.monotonicMs = monotonicMs;
    this.drops = drops;
  }

  /** To be called before anything that came over the connection is handed on. */
  void guard(HttpConnection connection) {
    ChannelHandlerContext last = ((ConnectionBase) connection).channelHandlerContext();
    BeforeHttp.end(last.pipeline());
    if (last.handler() instanceof Http2ConnectionHandler http2) {
      Undertow.guard(last.pipeline(), last.name(), monotonicMs, drops);
      Http2Front.guard(http2.decoder(), monotonicMs, drops);
      if (connection.remoteSettings() instanceof Http2Settings first
          && Http2Front.isTooSmall(first.getMaxHeaderListSize())) {
        connection.close();
      }
      return;
    }
    ChannelPipeline pipeline = last.pipeline();
    String decoder = pipeline.context(HttpRequestDecoder.class).name();
    pipeline.replace(decoder, decoder, new StrictRequestDecoder());
    Undertow.guard(pipeline, decoder, monotonicMs, drops);
    pipeline.addBefore(decoder, Slices.NAME, new Slices());
    pipeline.addBefore(last.name(), OneExchange.NAME, new OneExchange());
  }

  /** From now on the connection carries frames. */
  static void release(HttpConnection connection) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    pipeline.remove(OneExchange.NAME);
    pipeline.remove(Slices.NAME);
  }

  /** Answers what is no request; the connection ends with it. */
  void refuse(HttpServerRequest request) {
    drops.count(Reason.MALFORMED);
    Throwable cause = request.decoderResult().cause();
    HttpResponseStatus status = HttpResponseStatus.BAD_REQUEST;
    if (cause instanceof TooLongHttpLineException) {
      status = HttpResponseStatus.REQUEST_URI_TOO_LONG;
    } else if (cause instanceof TooLongHttpHeaderException) {
      status = HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
    }
    request
        .response()
        .setStatusCode(status.code())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problems.MEDIA_TYPE)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(
            Problems.of(
                status,
                "That is no request of HTTP that can be understood in one way only.",
                Reason.MALFORMED.wireName()))
        .onComplete(ignored -> request.connection().close());
  }
}
