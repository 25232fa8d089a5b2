package org.havatar.relay.api;

import java.util.Optional;
import org.havatar.relay.session.port.Devices.Device;

/** Port: the camera boards that are connected now. Any thread, never blocks. */
public interface Cameras {
  Optional<Device> camera(String robotId);
}
