/**
 * The rules of the robot's authority (PROTOCOL.md §7–9) as plain state machines; time is an
 * argument, nothing blocks, nothing throws. Used by the robot-bridge, and by the relay for devices
 * that keep no register; the firmware mirrors the last stage.
 */
@NullMarked
package org.havatar.transports.authority;

import org.jspecify.annotations.NullMarked;
