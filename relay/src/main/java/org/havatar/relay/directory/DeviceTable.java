package org.havatar.relay.directory;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.havatar.relay.session.port.Devices;
import org.havatar.relay.session.port.Devices.Device;
import org.havatar.transports.wire.RegisterDevice;

/** The registered boards of one node; from any thread. */
public final class DeviceTable {
  private record Place(String robotId, RegisterDevice.Role role) {
    static Place of(Device device) {
      return new Place(device.robotId(), device.role());
    }
  }

  private final ConcurrentMap<Place, Entry> addresses = new ConcurrentHashMap<>();

  DeviceTable() {}

  /** The board that has registered for that robot in that role and is connected. */
  public Optional<Device> find(String robotId, RegisterDevice.Role role) {
    return Optional.ofNullable(addresses.get(new Place(robotId, role)))
        .map(address -> address.device);
  }

  /**
   * The boards as one loop sees them.
   *
   * @param loop runs a task on that loop
   */
  public Devices of(Consumer<Runnable> loop) {
    return (device, evict) -> {
      Entry mine = new Entry(device, () -> loop.accept(evict));
      Entry former = addresses.put(Place.of(device), mine);
      if (former != null) {
        former.evict.run();
      }
      return mine;
    };
  }

  private final class Entry implements Devices.Registration {
    private final Place place;
    private final Runnable evict;
    private volatile Device device;

    private Entry(Device device, Runnable evict) {
      this.place = Place.of(device);
      this.device = device;
      this.evict = evict;
    }

    /** Only its own entry is read through the table, so an evicted one changes nothing. */
    @Override
    public void update(Device newDevice) {
      device = newDevice;
    }

    @Override
    public void release() {
      addresses.remove(place, this);
    }
  }
}
