/** The OpenAPI document: read, put together, checked, and what it asks of values. */
@NullMarked
package org.havatar.relay.api.document;

import org.jspecify.annotations.NullMarked;
