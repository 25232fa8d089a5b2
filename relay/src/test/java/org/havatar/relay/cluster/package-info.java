@NullMarked
package org.havatar.relay.cluster;

import org.jspecify.annotations.NullMarked;
