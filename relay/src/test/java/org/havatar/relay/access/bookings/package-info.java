@NullMarked
package org.havatar.relay.access.bookings;

import org.jspecify.annotations.NullMarked;
