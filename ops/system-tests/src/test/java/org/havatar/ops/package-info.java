/**
 * The whole product as real processes: a relay, a robot-bridge and the firmware's core behind a
 * pseudo-terminal, driven over TLS. Faults are tests.
 */
@NullMarked
package org.havatar.ops;

import org.jspecify.annotations.NullMarked;
