@NullMarked
package org.havatar.relay.access;

import org.jspecify.annotations.NullMarked;
