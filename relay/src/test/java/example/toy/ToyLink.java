package example.toy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import org.havatar.transports.link.Acceptor.Opener;
import org.havatar.transports.link.BadMessages;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.Lanes;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.LinkInfo;
import org.havatar.transports.link.LinkListener;
import org.havatar.transports.wire.Binary;
import org.havatar.transports.wire.BinaryCodec;
import org.havatar.transports.wire.Decoded;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Event;
import org.havatar.transports.wire.JsonCodec;
import org.havatar.transports.wire.Message;

/**
 * A message a line, the same on both sides: JSON as it is, binary in hexadecimal, and {@code bye
 * CODE} at the end.
 */
final class ToyLink implements Link, Lanes.Pipe {
  private final NetSocket socket;
  private final LinkInfo info;
  private final LongSupplier monotonicMs;
  private final BadMessages badMessages;
  private final Lanes lanes;
  private final LinkListener listener;
  private CloseCode closedWith = CloseCode.LOST;
  private boolean closed;

  private ToyLink(
      NetSocket socket, LinkInfo info, Opener opener, LongSupplier monotonicMs, Drops drops) {
    this.socket = socket;
    this.info = info;
    this.monotonicMs = monotonicMs;
    this.badMessages = new BadMessages(drops, true);
    this.lanes = new Lanes(this, drops);
    this.listener = opener.open(this);
  }

  /**
   * Takes over a socket.
   *
   * @param onEnd to be run when it has closed
   */
  static void open(
      NetSocket socket,
      RecordParser lines,
      LinkInfo info,
      Opener opener,
      LongSupplier monotonicMs,
      Drops drops,
      Runnable onEnd) {
    ToyLink link = new ToyLink(socket, info, opener, monotonicMs, drops);
    socket.drainHandler(ignored -> link.onDrain());
    socket.closeHandler(
        ignored -> {
          onEnd.run();
          link.onClose();
        });
    lines.handler(line -> link.onLine(line.toString()));
  }

  private void onLine(String line) {
    if (closed) {
      return;
    }
    if (line.startsWith("bye ")) {
      closedWith = CloseCode.ofNumber(Integer.parseInt(line.substring(4)));
      return;
    }
    switch (decode(line)) {
      case Decoded.Ok ok -> listener.onMessage(ok.message());
      case Decoded.Bad bad -> {
        ErrorReport answer = badMessages.onBad(bad, monotonicMs.getAsLong());
        if (answer != null) {
          offer(answer);
        }
        if (badMessages.isAbuse(monotonicMs.getAsLong())) {
          close(CloseCode.MALFORMED);
        }
      }
    }
  }

  private static Decoded decode(String line) {
    if (line.startsWith("{")) {
      return JsonCodec.decode(line);
    }
    try {
      return BinaryCodec.decode(HexFormat.of().parseHex(line));
    } catch (IllegalArgumentException e) {
      return BinaryCodec.decode(new byte[0]);
    }
  }

  private void onDrain() {
    if (!closed && lanes.drain()) {
      listener.onWritable();
    }
  }

  private void onClose() {
    closed = true;
    listener.onClosed(closedWith);
  }

  @Override
  public Offer offer(Message message) {
    if (closed) {
      return Offer.CLOSED;
    }
    Offer offered = lanes.offer(message);
    if (offered == Offer.CLOSED) {
      close(CloseCode.OVERFLOW);
    }
    return offered;
  }

  @Override
  public boolean isWritable() {
    return !socket.writeQueueFull();
  }

  @Override
  public void write(Message message) {
    String line =
        switch (message) {
          case Binary binary -> HexFormat.of().formatHex(BinaryCodec.encode(binary));
          case Event event -> JsonCodec.encode(event);
        };
    socket.write(Buffer.buffer(line + "\n"));
  }

  /** For older peers only, of which there are none here. */
  @Override
  public void probe(long token) {}

  @Override
  public void close(CloseCode code) {
    if (!closed) {
      closed = true;
      closedWith = code;
      socket.write("bye " + code.number() + "\n").onComplete(ignored -> socket.close());
    }
  }

  @Override
  public LinkInfo info() {
    return info;
  }
}
