package org.havatar.relay.config;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The nodes that one relay consists of, and this one among them.
 *
 * @param members where others may be; at least one
 * @param address literal, of this machine, in the private network of the nodes
 * @param port where nodes find each other
 * @param busPort where they hand on commands
 * @param identity this node's proof that it is one
 */
public record Cluster(
    List<Member> members, String address, int port, int busPort, Identity identity) {

  /**
   * Where a node may be.
   *
   * @param host literal address, or a name that is looked up again and again
   * @param isEach whether every address of the name is a node's; else its first one
   */
  public record Member(String host, int port, boolean isEach) {}

  /**
   * Files, and what they say.
   *
   * @param name the node's, for people
   * @param authorityPrint SHA-256 of the authority's certificate, in hexadecimal
   * @param until when the first of the two certificates ends
   */
  public record Identity(
      Path certificate,
      Path key,
      Path authority,
      String name,
      String authorityPrint,
      Instant until) {}
}
