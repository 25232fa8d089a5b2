package org.havatar.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.havatar.relay.access.identity.Accounts;
import org.havatar.relay.access.identity.Passwords;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.Names;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.config.RelayConfig;
import org.havatar.transports.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code relay user …}. */
@Command(name = "user", description = "Accounts; while the relay is down, with Redis always.")
final class UserCommand {
  @ParentCommand private @Nullable Main main;

  @Command(
      name = "add",
      description = "Adds an account; its password is the first line of standard input.")
  int add(
      @Parameters(paramLabel = "NAME", description = "User name.") String name,
      @Option(names = "--administrator", description = "May do everything.") boolean administrator,
      @Option(
              names = "--display-name",
              paramLabel = "X",
              description = "As others see it; the user name when it is left out.")
          @Nullable String displayName)
      throws SettingsException, IOException, InterruptedException {
    RelayConfig config = config();
    User user =
        new User(Names.userName(name), displayName == null ? name : displayName, administrator);
    String password = readPassword();
    boolean added;
    try (Passwords passwords = new Passwords(1)) {
      added =
          StoreTask.with(
              config,
              store ->
                  new Accounts(store.accounts(), passwords)
                      .add(user, password, Actor.OPERATOR, System.currentTimeMillis()));
    }
    if (!added) {
      throw new Unavailable("There is an account named " + user.name() + " already.");
    }
    System.err.println("Added " + user.name() + (administrator ? ", an administrator." : "."));
    return Main.OK;
  }

  @Command(
      name = "reset",
      description =
          "Prints a one-time password for an account; its owner chooses another at the next login.")
  int reset(
      @Parameters(paramLabel = "NAME", description = "User name.") String name,
      @Option(
              names = "--second-factors",
              description = "Also remove its authenticator and recovery codes.")
          boolean secondFactors)
      throws SettingsException, InterruptedException {
    Optional<String> oneTime;
    try (Passwords passwords = new Passwords(1)) {
      oneTime =
          StoreTask.with(
              config(),
              store ->
                  new Accounts(store.accounts(), passwords)
                      .reset(
                          Names.userName(name),
                          secondFactors,
                          Actor.OPERATOR,
                          System.currentTimeMillis()));
    }
    System.out.println(
        oneTime.orElseThrow(() -> new Unavailable("There is no account named " + name + ".")));
    System.err.println("Good once, for choosing another one; shown only now.");
    return Main.OK;
  }

  private RelayConfig config() throws SettingsException {
    if (main == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return main.config();
  }

  private static String readPassword() throws IOException {
    String line =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    return line == null ? "" : line;
  }
}
