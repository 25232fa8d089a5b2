package org.havatar.bridge;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.havatar.transports.authority.RegisterOptions;
import org.havatar.transports.settings.Manual;
import org.havatar.transports.settings.ProgramLog;
import org.havatar.transports.settings.Settings;
import org.havatar.transports.settings.SettingsException;
import org.havatar.transports.wire.RobotId;

/** The validated configuration; the resource {@code robot-bridge.yaml} is its manual. */
record BridgeConfiguration(
    String robotId,
    Path stateDirectory,
    Serial serial,
    Relays relays,
    RegisterOptions limits,
    ProgramLog log) {

  static final Manual MANUAL =
      new Manual(
          BridgeConfiguration.class, "robot-bridge.yaml", "HAVATAR_BRIDGE_", Set.of("robot.key"));

  /**
   * Keys that a running bridge takes anew; their comments in the manual say so. Not the limits of
   * driving: the register judges by them from its first command on.
   */
  static final Set<String> RELOADED =
      Set.of("robot.key", "robot.key_file", "uplink.urls", "uplink.trust", "log.level");

  record Serial(SerialAddress address, int baud) {}

  /**
   * Where to connect to, and how each side is known.
   *
   * @param addresses complete ones of the robot's endpoint
   * @param key the robot's
   * @param trust certificates to trust in PEM, empty for the system's
   */
  record Relays(List<URI> addresses, String key, String trust) {
    Relays {
      addresses = List.copyOf(addresses);
    }

    /** Keeps secrets out of logs. */
    @Override
    public String toString() {
      return addresses.toString();
    }
  }

  /**
   * Reads all keys and the files that they name. Blocks.
   *
   * @throws SettingsException with everything that is wrong
   */
  static BridgeConfiguration of(Settings settings) throws SettingsException {
    BridgeConfiguration read = new Reading(settings).configuration();
    settings.throwIfFaulty();
    return read;
  }

  /** Keeps secrets out of logs. */
  @Override
  public String toString() {
    return "robot=" + robotId + " serial=" + serial + " relays=" + relays;
  }

  private static final class Reading {
    private static final String SYSTEM_TRUST = "";
    private final Settings settings;

    Reading(Settings settings) {
      this.settings = settings;
    }

    BridgeConfiguration configuration() {
      String robotId = robotId();
      settings.required("state.directory");
      return new BridgeConfiguration(
          robotId,
          settings.path("state.directory"),
          new Serial(serialPort(), settings.integer("serial.baud", 9600, 4_000_000)),
          relays(robotId),
          limits(),
          ProgramLog.read(settings));
    }

    private Relays relays(String robotId) {
      // An invalid id is a fault of its own and mustn't spoil the addresses.
      List<URI> addresses =
          RelayAddresses.read(settings, RobotId.isValid(robotId) ? robotId : "invalid");
      String trust = trust();
      if (!trust.isEmpty()
          && !addresses.isEmpty()
          && addresses.stream().allMatch(address -> "ws".equals(address.getScheme()))) {
        settings.fault(
            "uplink.trust",
            "is of no use: %s has plain addresses only; empty it, or use wss://"
                .formatted(settings.named("uplink.urls")));
      }
      return new Relays(addresses, key(), trust);
    }

    private RegisterOptions limits() {
      RegisterOptions most = RegisterOptions.DEFAULT;
      RegisterOptions limits =
          new RegisterOptions(
              settings.integer("drive.ttl_limit_ms", 1, most.ttlLimitMs()),
              settings.integer("drive.hold_ms", 1, most.holdMs()),
              settings.integer("drive.lapse_ms", 1, most.lapseMs()),
              settings.integer("drive.input_age_limit_ms", 1, most.inputAgeLimitMs()),
              settings.integer("lease.silent_ms", 1000, most.silentLeaseMs()),
              settings.integer("lease.idle_ms", 1000, most.idleLeaseMs()),
              settings.integer("drive.cap_permille", 0, most.capPermille()));
      notMore("drive.hold_ms", limits.holdMs(), "drive.ttl_limit_ms", limits.ttlLimitMs());
      notMore("drive.hold_ms", limits.holdMs(), "drive.lapse_ms", limits.lapseMs());
      notMore("lease.silent_ms", limits.silentLeaseMs(), "lease.idle_ms", limits.idleLeaseMs());
      return limits;
    }

    private void notMore(String key, int ms, String limit, int limitMs) {
      if (ms > limitMs) {
        settings.fault(
            key,
            "(%d) may not be more than %s (%d): lower it or raise that"
                .formatted(ms, settings.named(limit), limitMs));
      }
    }

    private SerialAddress serialPort() {
      String text = settings.required("serial.port");
      try {
        return SerialAddress.of(text);
      } catch (IllegalArgumentException e) {
        settings.fault("serial.port", "names no port: " + e.getMessage());
        return new SerialAddress.Path(text);
      }
    }

    private String robotId() {
      String id = settings.required("robot.id");
      if (!id.isEmpty() && !RobotId.isValid(id)) {
        settings.fault("robot.id", "may have letters, digits and . _ -, at most 64");
      }
      return id;
    }

    private String key() {
      String key = settings.text("robot.key").strip();
      boolean byFile = settings.optionalText("robot.key_file").isPresent();
      if (key.isEmpty() != byFile) {
        settings.fault(
            "robot.key",
            "and %s: give one of them, not %s"
                .formatted(settings.named("robot.key_file"), byFile ? "both" : "none"));
        return "";
      }
      return key.isEmpty() ? keyIn(settings.path("robot.key_file")) : sound("robot.key", key);
    }

    private String keyIn(Path file) {
      try {
        return sound("robot.key_file", Files.readString(file).strip());
      } catch (IOException e) {
        settings.fault("robot.key_file", "names a file that can't be read: " + file);
        return "";
      }
    }

    /** It travels in a header: anything else than visible ASCII is a file of another kind. */
    private String sound(String setting, String key) {
      if (!key.matches("[!-~]{1,512}")) {
        settings.fault(
            setting,
            "has to give a key as the relay showed it: one word, like hvr_… (not shown here)");
        return "";
      }
      return key;
    }

    private String trust() {
      if (settings.optionalText("uplink.trust").isEmpty()) {
        return SYSTEM_TRUST;
      }
      try {
        return TrustedCertificates.read(settings.path("uplink.trust"));
      } catch (IOException e) {
        settings.fault("uplink.trust", String.valueOf(e.getMessage()));
        return SYSTEM_TRUST;
      }
    }
  }
}
