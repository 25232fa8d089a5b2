package org.havatar.relay.access;

import java.util.Optional;
import org.havatar.relay.access.robots.Robot;

/**
 * What one user may do with one robot, all of it of the same moment.
 *
 * @param robot empty when it isn't registered, or not active
 * @param rank who comes first when two want it: {@link Access#RANK_SHARED} and its siblings
 */
public record Standing(Optional<Robot> robot, Permission permission, int rank) {}
