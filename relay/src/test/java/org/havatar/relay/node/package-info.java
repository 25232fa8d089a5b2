@NullMarked
package org.havatar.relay.node;

import org.jspecify.annotations.NullMarked;
