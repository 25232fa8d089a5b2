package org.havatar.bridge;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the board's serial line is: at a path, or at the USB device with those ids, whatever path
 * it has got this time. Worked out at each opening.
 */
sealed interface SerialAddress {
  String USB = "usb:";

  /** Like {@code /dev/ttyUSB0}. */
  record Path(String path) implements SerialAddress {
    @Override
    public String toString() {
      return path;
    }
  }

  /**
   * A USB device.
   *
   * @param vendorId as given by the USB consortium, 16 bits
   * @param serialNumber null when any will do
   */
  record Usb(int vendorId, int productId, @Nullable String serialNumber) implements SerialAddress {
    @Override
    public String toString() {
      String ids = String.format(Locale.ROOT, "%s%04x:%04x", USB, vendorId, productId);
      return serialNumber == null ? ids : ids + ":" + serialNumber;
    }
  }

  /**
   * A port that this machine has now.
   *
   * @param vendorId of its USB device, negative for none
   * @param serialNumber "" for none
   */
  record Port(String path, int vendorId, int productId, String serialNumber, String description) {
    /** As it can be written into the configuration. */
    String address() {
      return vendorId < 0
          ? path
          : new Usb(vendorId, productId, serialNumber.isEmpty() ? null : serialNumber).toString();
    }

    private boolean fits(Usb wanted) {
      return vendorId == wanted.vendorId
          && productId == wanted.productId
          && (wanted.serialNumber == null || wanted.serialNumber.equals(serialNumber));
    }

    /** For a person: what to write first, then what it is. */
    @Override
    public String toString() {
      String at = vendorId < 0 ? "" : path + "  ";
      return address() + "  " + at + description;
    }
  }

  /** What an opening leads to. */
  sealed interface Found {
    record At(String path) implements Found {}

    /** With a sentence that says what to do. */
    record Nowhere(String why) implements Found {}
  }

  /**
   * Reads what the configuration says.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  static SerialAddress of(String text) {
    if (!text.regionMatches(true, 0, USB, 0, USB.length())) {
      return new Path(text);
    }
    Matcher ids =
        Pattern.compile("([0-9a-fA-F]{1,4}):([0-9a-fA-F]{1,4})(?::(\\S+))?")
            .matcher(text.substring(USB.length()));
    if (!ids.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" must be like usb:10c4:ea60 or usb:10c4:ea60:0001, hexadecimal vendor and product"
                  .formatted(text)
              + " id and, when there are several such devices, the serial number; --list-ports"
              + " shows them");
    }
    return new Usb(
        Integer.parseInt(ids.group(1), 16), Integer.parseInt(ids.group(2), 16), ids.group(3));
  }

  /** Where it is among those ports. A path needn't be among them: it may be a link. */
  default Found among(List<Port> ports) {
    return switch (this) {
      case Path at -> new Found.At(at.path);
      case Usb wanted -> {
        List<Port> fitting = ports.stream().filter(port -> port.fits(wanted)).toList();
        yield fitting.size() == 1
            ? new Found.At(fitting.getFirst().path)
            : new Found.Nowhere(nowhere(fitting, ports));
      }
    };
  }

  private String nowhere(List<Port> fitting, List<Port> all) {
    if (fitting.isEmpty()) {
      return all.isEmpty()
          ? "there is no " + this + ", nor any other serial port"
          : "there is no " + this + "; there is " + listed(all);
    }
    boolean told = fitting.stream().map(Port::address).distinct().count() == fitting.size();
    return this
        + " is "
        + fitting.size()
        + " devices: "
        + listed(fitting)
        + (told
            ? "; give the serial number too"
            : "; they have no serial numbers of their own, so give a path of /dev/serial/by-path");
  }

  private static String listed(List<Port> ports) {
    return ports.stream()
        .map(port -> port.address() + " (" + port.path + ")")
        .collect(Collectors.joining(", "));
  }
}
