package org.havatar.transports.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link GetStatus} (PROTOCOL.md §11).
 *
 * @param id of the request as JSON text
 * @param data what the robot told, of strings, numbers, booleans, lists and maps
 */
public record StatusResponse(@Nullable String id, Map<String, Object> data)
    implements Event, FromRobot {
  public StatusResponse {
    data = Map.copyOf(data);
  }

  /** Volts, or null when the robot doesn't tell. */
  public @Nullable Double batteryVoltage() {
    return battery("voltage");
  }

  /** 0 … 100, or null when the robot doesn't tell. */
  public @Nullable Double batteryPercentage() {
    return battery("percentage");
  }

  private @Nullable Double battery(String name) {
    return data.get("battery") instanceof Map<?, ?> battery
            && battery.get(name) instanceof Number number
        ? number.doubleValue()
        : null;
  }
}
