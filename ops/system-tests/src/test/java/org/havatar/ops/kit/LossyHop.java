package org.havatar.ops.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * A TCP hop over a path of its own beneath TCP: it takes its time, and one chosen segment on it can
 * be lost ({@code peers/lossy_hop.py}).
 */
public final class LossyHop implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(20);
  private static final Pattern LISTENING = Pattern.compile("listening on (\\d+)");
  private static final Pattern DROPPED = Pattern.compile("dropped at (\\d+)");
  private static final Pattern ARMED = Pattern.compile("armed");
  private static final Duration ARMS_WITHIN = Duration.ofSeconds(5);

  private final Program program;
  private final int port;

  private LossyHop(Program program, int port) {
    this.program = program;
    this.port = port;
  }

  /** Without the right to make network namespaces the test is skipped; root always has it. */
  public static LossyHop to(int targetPort, Duration eachWay, Path folder) {
    List<String> command =
        List.of(
            "/usr/bin/python3",
            Checkout.peers().resolve("lossy_hop.py").toString(),
            "--to",
            targetPort + "",
            "--delay-ms",
            eachWay.toMillis() + "");
    Program program = Program.start("lossy-hop", command, folder);
    Wait.until(
        "a lossy hop that listens",
        STARTS_WITHIN,
        () -> !program.isAlive() || LISTENING.matcher(program.log()).find());
    Matcher listening = LISTENING.matcher(program.log());
    if (listening.find()) {
      return new LossyHop(program, Integer.parseInt(listening.group(1)));
    }
    Assumptions.assumeFalse(!RelayHost.isRoot(), program.log());
    throw new IllegalStateException(program.log());
  }

  public int port() {
    return port;
  }

  /** Loses the next segment with a payload towards the target; returns when it is about to. */
  public void loseNext() {
    long before = armed();
    program.tell("drop");
    Wait.until("the hop is armed", ARMS_WITHIN, () -> armed() > before);
  }

  private long armed() {
    return ARMED.matcher(program.log()).results().count();
  }

  /** When each segment was lost, System.nanoTime: both read the system's monotonic clock. */
  public List<Long> lostNs() {
    return DROPPED
        .matcher(program.log())
        .results()
        .map(lost -> Long.parseLong(lost.group(1)))
        .toList();
  }

  @Override
  public void close() {
    program.close();
  }
}
