/** What the node answers to plain HTTP: the REST interface, its health, and the page. */
@NullMarked
package org.havatar.relay.api;

import org.jspecify.annotations.NullMarked;
