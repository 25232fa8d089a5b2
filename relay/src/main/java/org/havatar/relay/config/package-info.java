/** The settings of a node, and the certificate that follows from them. */
@NullMarked
package org.havatar.relay.config;

import org.jspecify.annotations.NullMarked;
