@NullMarked
package org.havatar.relay.access.people;

import org.jspecify.annotations.NullMarked;
