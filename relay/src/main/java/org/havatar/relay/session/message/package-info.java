/**
 * What the sessions of clients and of robots say to each other, on whatever loop or node they are:
 * two closed vocabularies, so that a word that nobody handles doesn't compile.
 */
@NullMarked
package org.havatar.relay.session.message;

import org.jspecify.annotations.NullMarked;
