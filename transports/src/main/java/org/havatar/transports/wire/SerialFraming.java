package org.havatar.transports.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Frames on the serial line (PROTOCOL.md §10): COBS(message ‖ CRC-32) ‖ 0. */
public final class SerialFraming {
  /** Longest encoded frame with its delimiter. */
  public static final int MAX_FRAME_BYTES = 70;

  private static final int CRC_BYTES = 4;

  private SerialFraming() {}

  /** The message's frame, ready to be written. */
  public static byte[] encode(Binary message) {
    byte[] body = BinaryCodec.encode(message);
    byte[] raw =
        ByteBuffer.allocate(body.length + CRC_BYTES).put(body).putInt((int) crc(body)).array();
    byte[] frame = new byte[raw.length + 2];
    int codeAt = 0;
    int out = 1;
    // At most 68 bytes, so no block reaches COBS's limit of 254.
    for (byte each : raw) {
      if (each == 0) {
        frame[codeAt] = (byte) (out - codeAt);
        codeAt = out++;
      } else {
        frame[out++] = each;
      }
    }
    frame[codeAt] = (byte) (out - codeAt);
    return frame;
  }

  private static long crc(byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(body);
    return crc.getValue();
  }

  /** Finds frames in a stream, resynchronising at each zero. One reader's, one thread. */
  public static final class Decoder {
    /** Hears what was found. */
    public interface Sink {
      void onMessage(Binary message);

      void onBad(Reason reason);
    }

    private final byte[] encoded = new byte[MAX_FRAME_BYTES];
    private final Sink sink;
    private int length;

    public Decoder(Sink sink) {
      this.sink = sink;
    }

    public void feed(byte[] bytes, int count) {
      for (int i = 0; i < count; i++) {
        byte each = bytes[i];
        if (each == 0) {
          finish();
          length = 0;
        } else if (length < encoded.length) {
          encoded[length++] = each;
        }
      }
    }

    private void finish() {
      if (length == 0) {
        return;
      }
      byte[] raw = new byte[length];
      int size = length < encoded.length ? unstuff(raw) : -1;
      if (size < CRC_BYTES + BinaryCodec.MIN_BYTES) {
        sink.onBad(Reason.FRAMING);
        return;
      }
      byte[] body = Arrays.copyOf(raw, size - CRC_BYTES);
      if ((int) crc(body) != ByteBuffer.wrap(raw).getInt(size - CRC_BYTES)) {
        sink.onBad(Reason.CRC);
        return;
      }
      switch (BinaryCodec.decode(body)) {
        case Decoded.Ok ok -> sink.onMessage((Binary) ok.message());
        case Decoded.Bad bad -> sink.onBad(Reason.ofWireName(bad.code()));
      }
    }

    /** Undoes the stuffing; −1 when a block runs past the end. */
    private int unstuff(byte[] raw) {
      int in = 0;
      int out = 0;
      while (in < length) {
        int code = encoded[in++] & 0xFF;
        if (in + code - 1 > length) {
          return -1;
        }
        for (int i = 1; i < code; i++) {
          raw[out++] = encoded[in++];
        }
        if (in < length) {
          raw[out++] = 0;
        }
      }
      return out;
    }
  }
}
