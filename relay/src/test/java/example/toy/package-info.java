/**
 * A transport as somebody else would write it: lines over TCP, in the clear. It stands outside the
 * project's packages and knows only what is public, so it shows that a transport is no more than
 * one package and one line of configuration.
 */
@NullMarked
package example.toy;

import org.jspecify.annotations.NullMarked;
