package org.havatar.relay.node;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest tells. */
public final class Version implements IVersionProvider {
  static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"Havatar Relay " + current()};
  }
}
