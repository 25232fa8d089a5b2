@NullMarked
package org.havatar.relay.metrics;

import org.jspecify.annotations.NullMarked;
