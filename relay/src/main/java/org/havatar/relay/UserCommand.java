package org.havatar.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.havatar.relay.access.Actor;
import org.havatar.relay.access.Names;
import org.havatar.relay.access.Unavailable;
import org.havatar.relay.access.User;
import org.havatar.relay.access.identity.Accounts;
import org.havatar.relay.access.identity.Passwords;
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
    if (main == null) {
      throw new IllegalStateException("picocli sets it");
    }
    RelayConfig config = main.config();
    User user =
        new User(Names.userName(name), displayName == null ? name : displayName, administrator);
    String password = readPassword();
    boolean added;
    try (Passwords passwords = new Passwords(1)) {
      added =
          Offline.with(
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

  private static String readPassword() throws IOException {
    String line =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    return line == null ? "" : line;
  }
}
