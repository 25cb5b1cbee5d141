/**
 * Weights between files of any format and networks: which tensor goes where, checked before
 * anything is written.
 *
 * <p>Read {@link org.dsd4j.io.WeightFile}, {@link org.dsd4j.io.WeightLoading}, {@code LoadPlan}.
 *
 * <p>Does not belong here: a format of its own.
 */
@NullMarked
package org.dsd4j.io;

import org.jspecify.annotations.NullMarked;
