@NullMarked
package org.havatar.relay.api.document;

import org.jspecify.annotations.NullMarked;
