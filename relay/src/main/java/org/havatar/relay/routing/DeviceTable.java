package org.havatar.relay.routing;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.havatar.relay.session.Devices;
import org.havatar.relay.session.Devices.Device;
import org.havatar.transports.wire.RegisterDevice;

/** The registered boards of one node; from any thread. */
public final class DeviceTable {
  private record Place(String robotId, RegisterDevice.Role role) {
    static Place of(Device device) {
      return new Place(device.robotId(), device.role());
    }
  }

  private final ConcurrentMap<Place, Seat> seats = new ConcurrentHashMap<>();

  DeviceTable() {}

  /** The board that has registered for that robot in that role and is connected. */
  public Optional<Device> find(String robotId, RegisterDevice.Role role) {
    return Optional.ofNullable(seats.get(new Place(robotId, role))).map(seat -> seat.device);
  }

  /**
   * The boards as one loop sees them.
   *
   * @param loop runs a task on that loop
   */
  public Devices of(Consumer<Runnable> loop) {
    return (device, evict) -> {
      Seat mine = new Seat(device, () -> loop.accept(evict));
      Seat former = seats.put(Place.of(device), mine);
      if (former != null) {
        former.evict.run();
      }
      return mine;
    };
  }

  private final class Seat implements Devices.Registration {
    private final Place place;
    private final Runnable evict;
    private volatile Device device;

    private Seat(Device device, Runnable evict) {
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
      seats.remove(place, this);
    }
  }
}
