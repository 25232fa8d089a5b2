/** What people may ask of those who keep things about them: to be told, and to be forgotten. */
@NullMarked
package org.havatar.relay.access.privacy;

import org.jspecify.annotations.NullMarked;
