/**
 * Loads weights from files of any format into networks; everything is checked before anything is
 * written.
 *
 * <p>Read {@link org.dsd4j.io.WeightFile}, {@link org.dsd4j.io.WeightLoading}, {@code
 * WeightMapping}.
 *
 * <p>Does not belong here: file formats.
 */
@NullMarked
package org.dsd4j.io;

import org.jspecify.annotations.NullMarked;
