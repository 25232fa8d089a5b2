@NullMarked
package org.havatar.relay.access.privacy;

import org.jspecify.annotations.NullMarked;
