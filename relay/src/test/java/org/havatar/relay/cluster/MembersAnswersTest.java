package org.havatar.relay.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.internal.serialization.impl.HeapData;
import com.hazelcast.spi.exception.PartitionMigratingException;
import com.hazelcast.spi.exception.RetryableHazelcastException;
import com.hazelcast.spi.exception.RetryableIOException;
import com.hazelcast.spi.exception.TargetNotMemberException;
import com.hazelcast.spi.exception.WrongTargetException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Members answer by exceptions, as Java's objects. Who can't read one doesn't know that it has to
 * ask again, and waits until its time is up: a node that joined while another's death was being
 * settled ended so.
 */
final class MembersAnswersTest {
  private final InternalSerializationService sender =
      new DefaultSerializationServiceBuilder().build();
  private final InternalSerializationService receiver =
      new DefaultSerializationServiceBuilder()
          .setClassLoader(new AllowedClasses(MembersAnswersTest.class.getClassLoader()))
          .setConfig(
              new SerializationConfig()
                  .setJavaSerializationFilterConfig(HazelcastSettings.filter()))
          .build();

  private static Stream<Exception> answers() {
    return Stream.of(
        new WrongTargetException("moved"),
        new PartitionMigratingException("moving"),
        new RetryableHazelcastException("ask again", new IllegalStateException("not joined")),
        new RetryableIOException(new IOException("closed")),
        new TargetNotMemberException("gone"),
        new TimeoutException("too long"));
  }

  private Object sent(Object message) {
    return receiver.toObject(new HeapData(sender.toBytes(message)));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void whatAMemberAnswersIsReadWithWhatItHolds(Exception answer) {
    answer.addSuppressed(new IllegalArgumentException("beside it"));
    Exception read = (Exception) sent(answer);
    assertThat(read).isInstanceOf(answer.getClass()).hasMessage(answer.getMessage());
    assertThat(read.getStackTrace()).isEqualTo(answer.getStackTrace());
    assertThat(read.getSuppressed()).hasSize(1);
  }

  @Test
  void anArrayOfWhatIsNotForMembersIsRefused() {
    assertThatThrownBy(() -> sent(new Gadget.Javas[] {new Gadget.Javas()}))
        .hasMessageContaining("is not allowed");
    assertThatThrownBy(() -> sent(new java.lang.invoke.SerializedLambda[0]))
        .hasMessageContaining("is not allowed");
  }
}
