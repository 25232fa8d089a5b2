package org.havatar.transports.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests of HTTP/1 and takes none that two readers could understand differently: a proxy
 * before this server might see one request where this server sees two (RFC 9112 §11.2). Such a one
 * comes out as a failed request, and nothing behind it is read. Netty refuses most of it by itself
 * when it is asked to be strict; folded lines, doubled hosts and other codings than {@code chunked}
 * it would take.
 *
 * <p>Behind a request to become a WebSocket nothing is read either: what comes next are frames, for
 * whoever takes this decoder's place.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {
  private static final int LINE_BYTES = 4096;
  private static final int HEADERS_BYTES = 8192;
  private static final int CHUNK_BYTES = 8192;

  /** A name or an address, and a port (RFC 3986 §3.2): one of them, and no user. */
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._~%!$&'()*+;=-]*|\\[[0-9A-Fa-f:.]+])(:\\d{0,5})?");

  private boolean isInBody;
  private boolean isInHead;
  private boolean endedLine;
  private boolean refused;
  private boolean becomesWebSocket;

  StrictRequestDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LINE_BYTES)
            .setMaxHeaderSize(HEADERS_BYTES)
            .setMaxChunkSize(CHUNK_BYTES)
            .setStrictLineParsing(true)
            .setUseRfc9112TransferEncoding(true)
            .setAllowDuplicateContentLengths(false));
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (refused) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (becomesWebSocket) {
      return;
    }
    int from = in.readerIndex();
    int known = out.size();
    boolean wasInBody = isInBody;
    super.decode(ctx, in, out);
    String fault = wasInBody || !hasFoldedLine(in, from) ? null : "A line begins with white space.";
    for (int i = known; i < out.size() && fault == null; i++) {
      fault = onDecoded(out.get(i));
    }
    if (fault != null) {
      refuse(fault, out, known);
    }
  }

  /** In the head of a request, of which the lines from there on have just been read. */
  private boolean hasFoldedLine(ByteBuf in, int from) {
    boolean folded = false;
    for (int i = from; i < in.readerIndex(); i++) {
      byte next = in.getByte(i);
      folded |= (endedLine || !isInHead) && (next == ' ' || next == '\t');
      isInHead |= next > ' ';
      endedLine = next == '\n';
    }
    return folded;
  }

  private @Nullable String onDecoded(Object message) {
    if (message instanceof HttpRequest request && request.decoderResult().isSuccess()) {
      isInBody = true;
      isInHead = false;
      endedLine = false;
      becomesWebSocket = isWebSocket(request);
      return faultOf(request);
    }
    if (message instanceof HttpContent content && content.decoderResult().isFailure()) {
      refused = true;
    }
    if (message instanceof LastHttpContent) {
      isInBody = false;
    }
    return null;
  }

  static boolean isWebSocket(HttpRequest request) {
    return request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  /** What Netty takes all the same; null when nothing is wrong. */
  private static @Nullable String faultOf(HttpRequest request) {
    boolean isNew = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    if (!isNew && !request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      return "That is no version of HTTP that is spoken here.";
    }
    List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (!codings.isEmpty()) {
      if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
        return "The only transfer coding is chunked.";
      }
      if (request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
        return "A body has one length.";
      }
      if (!isNew) {
        return "HTTP/1.0 has no transfer codings.";
      }
    }
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    if (hosts.size() > 1 || (isNew && hosts.isEmpty())) {
      return "A request names one host.";
    }
    return hosts.isEmpty() || HOST.matcher(hosts.get(0)).matches() ? null : "That is no host.";
  }

  @Override
  protected HttpMessage createInvalidMessage() {
    return new DefaultFullHttpRequest(
        HttpVersion.HTTP_1_1, HttpMethod.GET, "/bad-request", Unpooled.EMPTY_BUFFER);
  }

  private void refuse(String fault, List<Object> out, int known) {
    refused = true;
    while (out.size() > known) {
      ReferenceCountUtil.release(out.remove(out.size() - 1));
    }
    HttpMessage bad = createInvalidMessage();
    bad.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(fault)));
    out.add(bad);
  }
}
