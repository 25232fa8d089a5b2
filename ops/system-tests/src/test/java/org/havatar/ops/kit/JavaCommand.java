package org.havatar.ops.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a jar is started: with little memory, soon, and compiled as little as a test needs. */
final class JavaCommand {
  private JavaCommand() {}

  static List<String> of(Path jar, Path configuration) {
    List<String> command = new ArrayList<>(List.of(Checkout.java()));
    command.addAll(ClassArchive.optionsFor(jar));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("-jar", jar.toString(), "--config", configuration.toString()));
    return command;
  }
}
