/** One relay node: command line, configuration and wiring. */
@NullMarked
package org.havatar.relay;

import org.jspecify.annotations.NullMarked;
