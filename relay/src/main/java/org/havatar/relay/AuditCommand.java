package org.havatar.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.havatar.relay.access.audit.AuditChain;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.config.RelayConfig;
import org.havatar.relay.store.AuditTrail;
import org.havatar.transports.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code relay audit …}. */
@Command(name = "audit", description = "The audit log.")
final class AuditCommand {
  private static final int MOST_TOLD = 20;

  @ParentCommand private @Nullable Main main;

  @Command(
      name = "verify",
      description =
          "Says whether the audit log is as it was written: entries are chained, so that none can"
              + " be changed, put in or taken out of their middle unnoticed. Whoever can write to"
              + " the store can write the whole chain anew: that is noticed by a copy which the"
              + " relay wrote elsewhere (audit.copy_…). Works while the relay runs. The exit code"
              + " is 1 when something is wrong.")
  int verify(
      @Option(
              names = "--file",
              paramLabel = "FILE",
              description = "An export or a backup, in the place of the store's log.")
          @Nullable Path file,
      @Option(
              names = "--copy",
              paramLabel = "FILE",
              description =
                  "What audit.copy_file wrote, or a collector of syslog: has to agree with the"
                      + " log.")
          @Nullable Path copy)
      throws SettingsException, IOException, InterruptedException {
    AuditTrail log = file == null ? new StoreCommands(config()).auditTrail() : read(file);
    AuditChain.Report report = AuditChain.check(log.entries(), log.heads());
    List<String> faults = new ArrayList<>(report.faults());
    System.out.printf(
        Locale.ROOT,
        "%d entries, %d of them from before the chain, %d that named somebody who was erased.%n",
        report.entries(),
        report.earlier(),
        report.revised());
    if (copy != null) {
      AuditTrail copied = read(copy);
      AuditChain.check(copied.entries(), Map.of())
          .faults()
          .forEach(each -> faults.add("In the copy: " + each));
      faults.addAll(AuditChain.compare(log.entries(), copied.entries()));
      System.out.printf(Locale.ROOT, "%d entries in the copy.%n", copied.entries().size());
    }
    faults.stream().limit(MOST_TOLD).forEach(System.out::println);
    if (faults.size() > MOST_TOLD) {
      System.out.printf(Locale.ROOT, "And %d more.%n", faults.size() - MOST_TOLD);
    }
    System.out.println(
        faults.isEmpty() ? "Nothing is wrong." : "The audit log isn't as it was written.");
    return faults.isEmpty() ? Main.OK : Main.FAILED;
  }

  private static AuditTrail read(Path file) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      return AuditTrail.read(in);
    } catch (NoSuchFileException e) {
      throw new Unavailable("There is no file " + file + ".", e);
    }
  }

  private RelayConfig config() throws SettingsException {
    if (main == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return main.config();
  }
}
