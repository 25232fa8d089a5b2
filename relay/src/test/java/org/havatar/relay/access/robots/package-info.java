@NullMarked
package org.havatar.relay.access.robots;

import org.jspecify.annotations.NullMarked;
