@NullMarked
package org.havatar.relay.config;

import org.jspecify.annotations.NullMarked;
