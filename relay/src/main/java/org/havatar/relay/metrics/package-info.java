/**
 * What an operator sees of a node in numbers: the series, and where Prometheus fetches them. The
 * only package that knows Micrometer; each series stands in {@code ops/docs/observing.md}.
 */
@NullMarked
package org.havatar.relay.metrics;

import org.jspecify.annotations.NullMarked;
