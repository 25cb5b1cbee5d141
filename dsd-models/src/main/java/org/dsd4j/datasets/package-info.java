/**
 * What data sets of several kinds need.
 *
 * <p>Read {@link org.dsd4j.datasets.Standardization}.
 *
 * <p>Does not belong here: a data set: each kind has a room.
 */
@NullMarked
package org.dsd4j.datasets;

import org.jspecify.annotations.NullMarked;
