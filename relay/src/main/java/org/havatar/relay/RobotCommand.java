package org.havatar.relay;

import java.util.Optional;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.access.robots.Audience;
import org.havatar.relay.access.robots.NewRobot;
import org.havatar.relay.access.robots.RobotAcl;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.RobotKey;
import org.havatar.relay.access.robots.Robots;
import org.havatar.transports.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code relay robot …}. */
@Command(name = "robot", description = "Robots; while the relay is down, with Redis always.")
final class RobotCommand {
  @ParentCommand private @Nullable Main main;

  @Command(name = "add", description = "Adds a robot and prints its key, this once.")
  int add(
      @Parameters(paramLabel = "ID", description = "Robot id.") String robotId,
      @Option(
              names = "--name",
              paramLabel = "X",
              description = "As people see it; the id when it is left out.")
          @Nullable String name,
      @Option(
              names = "--type",
              paramLabel = "T",
              defaultValue = "tank",
              description = "Kind of robot; ${DEFAULT-VALUE} when it is left out.")
          String type,
      @Option(
              names = "--owner",
              paramLabel = "NAME",
              defaultValue = "",
              description = "Account that owns it; nobody when it is left out.")
          String owner,
      @Option(
              names = "--audience",
              paramLabel = "WHO",
              defaultValue = "granted",
              description =
                  "Who may drive it besides its owner: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE}"
                      + " when it is left out.")
          Audience audience,
      @Option(names = "--booking-required", description = "They need a booking to drive it.")
          boolean bookingRequired,
      @Option(
              names = "--hold-limit",
              paramLabel = "SECONDS",
              defaultValue = "60",
              description =
                  "A control that is held for so long without a change is let go, 5 to 600;"
                      + " ${DEFAULT-VALUE} when it is left out.")
          int holdLimitS)
      throws SettingsException, InterruptedException {
    if (main == null) {
      throw new IllegalStateException("picocli sets it");
    }
    NewRobot wanted =
        new NewRobot(
            robotId,
            name == null ? robotId : name,
            type,
            holdLimitS,
            RobotDetails.NONE,
            RobotAcl.of(owner).withAudience(audience, bookingRequired));
    Optional<RobotKey> added =
        StoreTask.with(
            main.config(),
            store ->
                store
                    .accounts()
                    .account(owner)
                    .compose(
                        known -> {
                          known
                              .flatMap(account -> Robots.faultOfOwner(account.user()))
                              .ifPresent(
                                  why -> {
                                    throw new Unavailable(why);
                                  });
                          return new Robots(store.robots())
                              .add(wanted, Actor.OPERATOR, System.currentTimeMillis());
                        }));
    RobotKey key =
        added.orElseThrow(
            () -> new Unavailable("There is a robot with the id " + robotId + " already."));
    System.out.println(key.key());
    return Main.OK;
  }
}
