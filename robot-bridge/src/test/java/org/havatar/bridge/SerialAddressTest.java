package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.havatar.bridge.SerialAddress.Found;
import org.havatar.bridge.SerialAddress.Port;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerialAddressTest {
  private static final Port ONBOARD = new Port("/dev/ttyS0", -1, -1, "", "Physical Port S0");
  private static final Port CP2102 = new Port("/dev/ttyUSB0", 0x10c4, 0xea60, "0001", "CP2102");
  private static final Port ANOTHER = new Port("/dev/ttyUSB1", 0x10c4, 0xea60, "0002", "CP2102");
  private static final Port CH340 = new Port("/dev/ttyUSB2", 0x1a86, 0x7523, "", "USB Serial");

  private static Found find(String address, Port... ports) {
    return SerialAddress.of(address).among(List.of(ports));
  }

  private static String why(Found found) {
    assertThat(found).isInstanceOf(Found.Nowhere.class);
    return ((Found.Nowhere) found).why();
  }

  @Test
  void aPathIsTakenAsItIsAlsoWhenItIsNotListed() {
    assertThat(find("/dev/serial/by-id/board", ONBOARD))
        .isEqualTo(new Found.At("/dev/serial/by-id/board"));
  }

  @Test
  void usbIdsFindTheDeviceWhateverItsPathAndTheLettersCase() {
    assertThat(find("usb:10C4:EA60", ONBOARD, CH340, CP2102))
        .isEqualTo(new Found.At("/dev/ttyUSB0"));
    assertThat(find("USB:1a86:7523", ONBOARD, CP2102, CH340))
        .isEqualTo(new Found.At("/dev/ttyUSB2"));
  }

  @Test
  void theSerialNumberTellsTwoOfAKind() {
    assertThat(find("usb:10c4:ea60:0002", CP2102, ANOTHER)).isEqualTo(new Found.At("/dev/ttyUSB1"));
    assertThat(why(find("usb:10c4:ea60", CP2102, ANOTHER)))
        .isEqualTo(
            "usb:10c4:ea60 is 2 devices: usb:10c4:ea60:0001 (/dev/ttyUSB0), usb:10c4:ea60:0002"
                + " (/dev/ttyUSB1); give the serial number too");
  }

  @Test
  void twoOfAKindWithoutSerialNumbersNeedAPath() {
    Port second = new Port("/dev/ttyUSB3", 0x1a86, 0x7523, "", "USB Serial");
    assertThat(why(find("usb:1a86:7523", CH340, second))).contains("/dev/serial/by-path");
  }

  @Test
  void whenItIsNotThereWhatIsThereIsTold() {
    assertThat(why(find("usb:10c4:ea60:0003", ONBOARD, CP2102)))
        .isEqualTo(
            "there is no usb:10c4:ea60:0003; there is /dev/ttyS0 (/dev/ttyS0), usb:10c4:ea60:0001"
                + " (/dev/ttyUSB0)");
    assertThat(why(find("usb:10c4:ea60")))
        .isEqualTo("there is no usb:10c4:ea60, nor any other serial port");
  }

  @Test
  void whatIsListedCanBeCopiedIntoTheConfiguration() {
    for (Port port : List.of(ONBOARD, CP2102, ANOTHER, CH340)) {
      String listed = port.toString().split("  ", 2)[0];
      assertThat(find(listed, ONBOARD, CP2102, ANOTHER, CH340))
          .isEqualTo(new Found.At(port.path()));
    }
    assertThat(CP2102).hasToString("usb:10c4:ea60:0001  /dev/ttyUSB0  CP2102");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"usb:", "usb:10c4", "usb:10c4:", "usb:xyzw:ea60", "usb:10c4:ea60:", "usb:10c40:1"})
  void idsThatAreNoneAreToldWithAnExample(String wrong) {
    assertThatThrownBy(() -> SerialAddress.of(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("\"" + wrong + "\" must be like usb:10c4:ea60");
  }

  @Test
  void aUsbDeviceWhoseIdsAreZeroIsOneToo() {
    assertThat(new Port("/dev/ttyUSB0", 0, 0, "", "Homebrew").address()).isEqualTo("usb:0000:0000");
  }

  @Test
  void vendorAndProductHaveToFitBoth() {
    Port sameVendor = new Port("/dev/ttyUSB4", 0x10c4, 0xea61, "0001", "another");
    Port sameProduct = new Port("/dev/ttyUSB5", 0x10c5, 0xea60, "0001", "another");
    assertThat(why(find("usb:10c4:ea60:0001", sameVendor, sameProduct))).startsWith("there is no");
  }
}
