package org.havatar.relay.limits;

/**
 * Figures for connections of TCP, whatever they carry.
 *
 * @param fresh new ones, for each address
 * @param open at the same time, for each address
 * @param pageKb kilobytes of the page, for each address
 */
public record ConnectionOptions(Rate fresh, int open, Rate pageKb) {
  /**
   * 200 robots and their owners behind one address come back together after a restart; two classes
   * of pupils load the page.
   */
  public static final ConnectionOptions USUAL =
      new ConnectionOptions(new Rate(50, 250), 500, new Rate(2000, 40_000));
}
