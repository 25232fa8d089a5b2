/**
 * The robot-bridge: holds the robot's register, talks to the board over a serial line and to the
 * relay over its uplinks. Verticles bind and keep time; everything else is plain and takes the time
 * as an argument, in milliseconds of {@link org.havatar.bridge.StampClock}.
 */
@NullMarked
package org.havatar.bridge;

import org.jspecify.annotations.NullMarked;
