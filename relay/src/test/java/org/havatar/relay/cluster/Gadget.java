package org.havatar.relay.cluster;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.DataSerializable;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Things that have an effect when somebody merely reads them. */
final class Gadget {
  /** How often. */
  static final AtomicInteger EFFECTS = new AtomicInteger();

  private Gadget() {}

  /** By Java's serialisation. */
  static final class Javas implements Callable<Integer>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public Integer call() {
      return 1;
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      EFFECTS.incrementAndGet();
    }
  }

  /** By Hazelcast's own, which Hazelcast's filter doesn't look at. */
  static final class Hazelcasts implements Callable<Integer>, DataSerializable {
    @Override
    public Integer call() {
      return 1;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
      out.writeInt(1);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
      in.readInt();
      EFFECTS.incrementAndGet();
    }
  }
}
