package org.havatar.transports.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.impl.http1.VertxHttpObject;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One answer at a time on a connection of HTTP/1: the next request isn't handed on before the
 * answer to the former one is on the wire, and meanwhile nothing is read. Vert.x takes an answer
 * for given when it was handed over, so that hundreds of them would wait in memory, and would be
 * encrypted in one turn of the loop. Each next request is a turn of its own.
 *
 * <p>A body that turns out to be broken is answered here, because Vert.x then closes without a
 * word. On the connection's event loop.
 */
final class OneExchange extends ChannelDuplexHandler {
  static final String NAME = "oneExchange";

  private final Deque<Object> waiting = new ArrayDeque<>();
  private boolean answering;
  private boolean headWritten;
  private boolean holds;
  private boolean ended;

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (ended) {
      ReferenceCountUtil.release(message);
    } else if (mustWait(message)) {
      waiting.add(message);
      hold(ctx);
    } else {
      pass(ctx, message);
    }
  }

  /**
   * Frames wait for whoever takes this handler out, because then there is somebody to read them.
   */
  private boolean mustWait(Object message) {
    return !waiting.isEmpty()
        || message instanceof WebSocketFrame
        || (answering && message instanceof HttpRequest);
  }

  private void hold(ChannelHandlerContext ctx) {
    if (!holds) {
      holds = true;
      ctx.channel().config().setAutoRead(false);
    }
  }

  private void pass(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest request) {
      answering = true;
      headWritten = false;
      if (StrictRequestDecoder.isWebSocket(request)) {
        hold(ctx); // what comes before the answer would pile up undecoded
      }
      ctx.fireChannelRead(message);
    } else if (message instanceof HttpContent body
        && body.decoderResult().isFailure()
        && !headWritten) {
      body.release();
      refuse(ctx);
    } else {
      ctx.fireChannelRead(message);
    }
  }

  private void refuse(ChannelHandlerContext ctx) {
    ended = true;
    byte[] problem = Problems.malformed("The body of the request can't be read.").getBytes();
    DefaultFullHttpResponse answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST, Unpooled.wrappedBuffer(problem));
    answer
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, Problems.MEDIA_TYPE)
        .set(HttpHeaderNames.CONTENT_LENGTH, problem.length)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    var unused = ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (ended && !(message instanceof ByteBuf)) {
      ReferenceCountUtil.release(message);
      promise.tryFailure(new ClosedChannelException());
      return;
    }
    boolean isInterim =
        message instanceof HttpResponse head
            && head.status().codeClass() == HttpStatusClass.INFORMATIONAL
            && !head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    headWritten |= message instanceof HttpResponse && !isInterim;
    if (isInterim || !isLast(message)) {
      var unused = ctx.write(message, promise);
      return;
    }
    var unused =
        ctx.write(message, promise.unvoid())
            .addListener(
                written -> {
                  if (written.isSuccess()) {
                    onAnswered(ctx);
                  }
                });
  }

  private static boolean isLast(Object message) {
    return message instanceof LastHttpContent
        || (message instanceof VertxHttpObject part && part.isEnded());
  }

  private void onAnswered(ChannelHandlerContext ctx) {
    answering = false;
    if (holds) {
      ctx.executor().execute(() -> handOn(ctx));
    }
  }

  private void handOn(ChannelHandlerContext ctx) {
    if (ctx.isRemoved() || ended) {
      return;
    }
    boolean any = false;
    while (!waiting.isEmpty() && waiting.peek() instanceof HttpObject next && mayPass(next)) {
      pass(ctx, waiting.remove());
      any = true;
    }
    if (any) {
      ctx.fireChannelReadComplete();
    }
    if (waiting.isEmpty()) {
      letFlow(ctx);
    }
  }

  private boolean mayPass(HttpObject next) {
    return !(answering && next instanceof HttpRequest);
  }

  private void letFlow(ChannelHandlerContext ctx) {
    if (holds) {
      holds = false;
      ctx.channel().config().setAutoRead(true);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    forget();
    ctx.fireChannelInactive();
  }

  /** The connection carries frames from now on; a request behind the handshake is nobody's. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    while (!waiting.isEmpty()) {
      Object message = waiting.remove();
      if (message instanceof WebSocketFrame) {
        ctx.fireChannelRead(message);
      } else {
        ReferenceCountUtil.release(message);
      }
    }
    ctx.fireChannelReadComplete();
    letFlow(ctx);
  }

  private void forget() {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }

  /** Requests and their parts that wait. */
  int size() {
    return waiting.size();
  }
}
