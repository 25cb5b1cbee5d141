/**
 * Tools for all packages, not for users: argument checks with one form of message (expected,
 * received, remedy), atomic writing of files, 16-bit floating point, tables of text.
 *
 * <p>Read {@link org.dsd4j.internal.Check} first.
 *
 * <p>Does not belong here: anything that depends on tensors, networks or training.
 */
@Internal
@NullMarked
package org.dsd4j.internal;

import org.jspecify.annotations.NullMarked;
