/** Tests of the robot-bridge: virtual time, a board and a node made of plain objects. */
@NullMarked
package org.havatar.bridge;

import org.jspecify.annotations.NullMarked;
