/**
 * What all packages need and no user should: checks with one form of message (expected, received,
 * what to do), files written as a whole or not at all, halves as bits, tables of text.
 *
 * <p>Read {@link org.dsd4j.internal.Check} first.
 *
 * <p>Does not belong here: anything that knows of tensors, networks or training.
 */
@Internal
@NullMarked
package org.dsd4j.internal;

import org.jspecify.annotations.NullMarked;
