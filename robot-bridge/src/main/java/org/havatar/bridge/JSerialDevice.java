package org.havatar.bridge;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/** A real serial port, or a pseudo-terminal, through jSerialComm. */
final class JSerialDevice implements SerialDevice {
  private static final int READ_TIMEOUT_MS = 100;
  private static final int DATA_BITS = 8;

  private static final String NO_SERIAL_NUMBER = "Unknown";

  private final SerialAddress address;
  private final int baud;
  private final LongSupplier clock;

  JSerialDevice(SerialAddress address, int baud, LongSupplier clock) {
    this.address = address;
    this.baud = baud;
    this.clock = clock;
  }

  /** The ports that this machine has now. */
  static List<SerialAddress.Port> list() {
    return Arrays.stream(SerialPort.getCommPorts()).map(JSerialDevice::described).toList();
  }

  private static SerialAddress.Port described(SerialPort port) {
    String number = String.valueOf(port.getSerialNumber()).strip();
    return new SerialAddress.Port(
        port.getSystemPortPath(),
        port.getVendorID(),
        port.getProductID(),
        number.equals(NO_SERIAL_NUMBER) ? "" : number,
        port.getPortDescription());
  }

  /**
   * Runs {@code last} when the process is told to end, and waits for it. The library closes its
   * ports at that moment in a hook of its own: an ordinary shutdown hook would find them closed.
   */
  static void beforePortsClose(Runnable last) {
    SerialPort.addShutdownHook(new Thread(last, "shutdown"));
  }

  /** Loads the library's native part, which otherwise happens at its first use. */
  static void load() {
    SerialPort.getVersion();
  }

  @Override
  public Connection open() throws IOException {
    // Listing takes milliseconds, so it is done only for who needs it.
    List<SerialAddress.Port> ports =
        address instanceof SerialAddress.Usb ? list() : List.<SerialAddress.Port>of();
    return switch (address.among(ports)) {
      case SerialAddress.Found.At at -> open(at.path());
      case SerialAddress.Found.Nowhere nowhere -> throw new IOException(nowhere.why());
    };
  }

  private Connection open(String path) throws IOException {
    SerialPort port;
    try {
      port = SerialPort.getCommPort(path);
    } catch (SerialPortInvalidPortException e) {
      throw new IOException("there is no serial port " + path, e);
    }
    port.setComPortParameters(baud, DATA_BITS, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
    port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
    port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_TIMEOUT_MS, 0);
    if (!port.openPort(0)) {
      throw new IOException(
          "cannot open " + path + ", error " + port.getLastErrorCode() + " (in use? permitted?)");
    }
    return new Port(port, clock);
  }

  private static final class Port implements Connection {
    /** A port whose device is gone reads nothing at once instead of waiting. */
    private static final int EMPTY_AT_ONCE_MS = READ_TIMEOUT_MS / 4;

    private static final int EMPTY_READS_MAX = 10;

    private final SerialPort port;
    private final LongSupplier clock;
    private int emptyReads;

    Port(SerialPort port, LongSupplier clock) {
      this.port = port;
      this.clock = clock;
    }

    @Override
    public int read(byte[] into) throws IOException {
      long beforeMs = clock.getAsLong();
      int count = port.readBytes(into, into.length);
      if (count < 0) {
        throw new IOException("unplugged");
      }
      boolean emptyAtOnce = count == 0 && clock.getAsLong() - beforeMs < EMPTY_AT_ONCE_MS;
      emptyReads = emptyAtOnce ? emptyReads + 1 : 0;
      if (emptyReads >= EMPTY_READS_MAX) {
        throw new IOException("unplugged (it reads nothing without waiting)");
      }
      return count;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      if (port.writeBytes(bytes, bytes.length) != bytes.length) {
        throw new IOException("cannot write, error " + port.getLastErrorCode());
      }
    }

    @Override
    public void close() {
      port.closePort();
    }
  }
}
