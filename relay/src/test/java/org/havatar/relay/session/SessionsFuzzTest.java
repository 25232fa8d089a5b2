package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Binary;
import org.havatar.transports.wire.BinaryCodec;
import org.havatar.transports.wire.Decoded;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Event;
import org.havatar.transports.wire.JsonCodec;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Every message there is, with values that nearly fit, from clients and from a robot in any order:
 * no session fails, and whatever clients say, only a holder's setpoints reach an honest robot.
 */
class SessionsFuzzTest {
  private static final int STEPS = 3000;
  private static final int RUNS = 4;

  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Sessions.class);
  private final Set<Class<?>> said = new HashSet<>();

  @BeforeEach
  void listenToTheLog() {
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void leaveTheLog() {
    logger.detachAppender(logged);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverClientsSayOnlyTheHoldersSetpointsReachTheRobot(long series) {
    long written = 0;
    for (int i = 0; i < RUNS; i++) {
      Run run = new Run(series * 100 + i, false);
      run.play();
      written += run.assertDrivesAreTheHolders();
    }
    assertThat(written).as("enough reached the robot to mean something").isGreaterThan(100);
    assertNothingFailed();
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void whateverBothSidesSayNoSessionFails(long series) {
    for (int i = 0; i < RUNS; i++) {
      new Run(series * 100 + i, true).play();
    }
    assertNothingFailed();
  }

  /** Ticks are given to those who said that they need them; nobody is to see that from outside. */
  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9, 10, 11, 12})
  void whoSleepsUntilSomethingIsDueSaysTheSameAsWhoNeverSleeps(long series) {
    for (int i = 0; i < RUNS; i++) {
      Run sleeping = new Run(series * 100 + i, false);
      Run sleepless = new Run(series * 100 + i, false);
      sleepless.bench.isSleepless = true;
      for (Run each : List.of(sleeping, sleepless)) {
        each.areSilent = true;
        each.longestPass = i % 2 == 0 ? 30 : 300;
        each.steps = STEPS / 3;
        each.play();
      }
      assertThat(sleeping.said()).isEqualTo(sleepless.said());
    }
  }

  private void assertNothingFailed() {
    assertThat(logged.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
    assertThat(said).as("kinds of messages that were said").containsAll(RandomMessages.KINDS);
  }

  /** One bench, three clients on two loops, one robot. */
  private final class Run {
    private final Random random;
    private final SimulatedNode bench;
    private final RandomMessages messages;
    private final boolean robotLies;
    private final TestClient[] clients = new TestClient[3];
    private final List<TestClient> all = new ArrayList<>();
    private TestRobot robot;
    private int steps = STEPS;

    private boolean areSilent;

    /** In ticks. */
    private int longestPass = 30;

    private Run(long seed, boolean robotLies) {
      this.random = new Random(seed);
      this.bench = new SimulatedNode(seed);
      this.messages = new RandomMessages(random);
      this.robotLies = robotLies;
      this.robot = TestRobot.live(bench, "a");
      for (int i = 0; i < clients.length; i++) {
        join(i);
      }
    }

    private void join(int index) {
      TestClient client = bench.pilot("pilot-" + index, random.nextBoolean() ? "a" : "b");
      client.leftPermille = index + 1;
      clients[index] = client;
      all.add(client);
    }

    private void play() {
      for (int step = 0; step < steps; step++) {
        know();
        int index = random.nextInt(clients.length);
        TestClient client = clients[index];
        switch (random.nextInt(20)) {
          case 0 -> client.take();
          case 1 -> bench.pass(10L * (1 + random.nextInt(longestPass)), answering());
          case 2 -> bench.accounts.rank = random.nextInt(4);
          case 3 -> come(index);
          case 4 -> robot.answer();
          case 5, 6, 7, 8 -> {
            if (robotLies) {
              say(messages.next());
            } else {
              robot.answer();
            }
          }
          case 9, 10, 11 -> {
            if (!client.link.all(Beacon.class).isEmpty()) {
              client.steer();
            }
          }
          default -> client.say(marked(heard(messages.next()), client));
        }
      }
      bench.pass(20_000, peers());
    }

    /** What each connection was sent, in its order. */
    private List<List<Message>> said() {
      return Stream.concat(Stream.of(robot.link), all.stream().map(client -> client.link))
          .map(link -> link.sent)
          .toList();
    }

    private void say(Message message) {
      robot.say(heard(message));
      if (robot.link.closedWith != null || random.nextInt(500) == 0) {
        robot.lose();
        robot = TestRobot.live(bench, random.nextBoolean() ? "a" : "b");
      }
    }

    private Message heard(Message message) {
      said.add(message.getClass());
      return message;
    }

    /** So that it shows whose it is. */
    private static Message marked(Message message, TestClient client) {
      return message instanceof Drive d
          ? new Drive(
              d.term(), d.sequence(), d.echo(), d.ttlMs(), 0, client.leftPermille, d.ttlMs())
          : message;
    }

    private void come(int index) {
      if (clients[index].link.closedWith != null || random.nextInt(20) == 0) {
        clients[index].lose();
        join(index);
      }
    }

    /** A peer that answers keeps its session awake: some do for a while, some don't. */
    private SimulatedNode.Peer[] answering() {
      return areSilent && random.nextBoolean() ? new SimulatedNode.Peer[0] : peers();
    }

    private SimulatedNode.Peer[] peers() {
      return Stream.concat(Arrays.stream(clients), Stream.of(robot))
          .toArray(SimulatedNode.Peer[]::new);
    }

    private void know() {
      messages.term = robot.register.term();
      messages.latch = robot.register.latch();
      messages.stamp = robot.now();
      messages.holders = Arrays.stream(clients).map(TestClient::tag).toList();
    }

    private long assertDrivesAreTheHolders() {
      Numbered newest = Numbered.NONE;
      for (Drive drive : robot.link.drives()) {
        assertThat(drive.term()).as("terms rise").isGreaterThanOrEqualTo(newest);
        newest = drive.term();
        long holder = robot.holders.getOrDefault(newest, 0L);
        assertThat(all)
            .as("%s is the holder's", drive)
            .anyMatch(c -> c.leftPermille == drive.leftPermille() && c.tag() == holder);
      }
      return robot.link.drives().size();
    }
  }

  /** Makes messages of every kind that a peer could put on the wire, valid in form. */
  private static final class RandomMessages {
    static final List<Class<?>> KINDS =
        Stream.concat(
                Arrays.stream(Binary.class.getPermittedSubclasses()),
                Arrays.stream(Event.class.getPermittedSubclasses()))
            .<Class<?>>map(kind -> kind)
            .toList();

    /** Most values drawn are out of some range. */
    private static final int TRIES = 100;

    private static final int[] INTS = {
      0, 1, -1, 2, 3, 50, 100, 255, 300, 500, 800, 1000, -1000, 1001, 60_000, 65_535, 1 << 30
    };
    private static final String[] TEXTS = {
      "", "tank-1", "tank-2", "x", "stop", "forward", "..", "\u0000\u20AC", TestClient.INSTANCE
    };

    private final Random random;
    private Numbered term = Numbered.NONE;
    private Numbered latch = Numbered.NONE;
    private Stamp stamp = new Stamp(0);
    private List<Long> holders = List.of();

    private RandomMessages(Random random) {
      this.random = random;
    }

    Message next() {
      while (true) {
        Class<?> kind = KINDS.get(random.nextInt(KINDS.size()));
        for (int i = 0; i < TRIES; i++) {
          Message message = overTheWire(kind);
          if (message != null) {
            return message;
          }
        }
      }
    }

    /** As the other end reads it; null when it can't be written or read. */
    private @Nullable Message overTheWire(Class<?> kind) {
      Decoded decoded;
      try {
        decoded =
            switch (made(kind)) {
              case Binary binary -> BinaryCodec.decode(BinaryCodec.encode(binary));
              case Event event -> JsonCodec.decode(JsonCodec.encode(event));
              default -> throw new IllegalStateException("no message: " + kind);
            };
      } catch (IllegalArgumentException e) {
        return null;
      }
      return decoded instanceof Decoded.Ok ok ? ok.message() : null;
    }

    private Object made(Class<?> record) {
      RecordComponent[] parts = record.getRecordComponents();
      Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class[]::new);
      Object[] values = Arrays.stream(parts).map(this::value).toArray();
      try {
        Constructor<?> constructor = record.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException(record + " " + Arrays.toString(values), e);
      }
    }

    private @Nullable Object value(RecordComponent part) {
      return switch (part.getName()) {
        case "term" -> near(term);
        case "latch" -> near(latch);
        case "echo", "stamp" -> new Stamp(stamp.millis() - pick(0, 0, 0, 10, 400, 5000, -50));
        case "holder", "proposal" -> random.nextInt(4) == 0 ? 0L : holder();
        case "instance" -> random.nextBoolean() ? TestClient.INSTANCE : "f".repeat(32);
        case "streamUrl" -> random.nextBoolean() ? "http://10.0.0.7:8080/stream" : null;
        case "robotId", "deviceId" ->
            random.nextInt(4) == 0 ? TEXTS[1 + random.nextInt(2)] : SimulatedNode.ROBOT;
        case "id" -> part.getType() == int.class ? random.nextInt() : jsonId();
        case "versions" -> List.of(pick(1, 1, 2));
        default -> value(part.getGenericType());
      };
    }

    /** JSON, as it came. */
    private String jsonId() {
      return random.nextBoolean() ? "7" : "\"x\"";
    }

    private int pick(int... from) {
      return from[random.nextInt(from.length)];
    }

    private long holder() {
      return random.nextInt(5) == 0 ? random.nextLong() : holders.get(random.nextInt(3));
    }

    private Numbered near(Numbered number) {
      return switch (random.nextInt(6)) {
        case 0 -> new Numbered(number.boot() + 1, 1);
        case 1 -> number.next();
        case 2 -> Numbered.NONE;
        default -> number;
      };
    }

    private @Nullable Object value(Type type) {
      if (type instanceof ParameterizedType list) {
        return list.getRawType() == Map.class
            ? Map.of("battery", Map.of("voltage", 7.4))
            : IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> value(list.getActualTypeArguments()[0]))
                .toList();
      }
      Class<?> plain = (Class<?>) type;
      if (plain.isEnum()) {
        Object[] constants = plain.getEnumConstants();
        return constants[random.nextInt(constants.length)];
      }
      if (plain.isRecord()) {
        return plain == Sequence.class ? new Sequence(pick(INTS)) : made(plain);
      }
      return simple(plain);
    }

    private Object simple(Class<?> plain) {
      if (plain == int.class || plain == Integer.class) {
        return pick(INTS);
      }
      if (plain == long.class || plain == Long.class) {
        return random.nextInt(3) == 0 ? random.nextLong() : (long) pick(INTS);
      }
      if (plain == boolean.class || plain == Boolean.class) {
        return random.nextBoolean();
      }
      if (plain == double.class || plain == Double.class) {
        return (double) pick(INTS);
      }
      if (plain == String.class) {
        return TEXTS[random.nextInt(TEXTS.length)];
      }
      throw new IllegalStateException("no random " + plain);
    }
  }
}
