/** Who has which robot when: calendars, quotas, waiting lists. Rules are pure functions. */
@NullMarked
package org.havatar.relay.access.bookings;

import org.jspecify.annotations.NullMarked;
