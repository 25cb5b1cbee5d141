/**
 * Tools for data sets of several kinds.
 *
 * <p>Read {@link org.dsd4j.datasets.Standardization}.
 *
 * <p>Does not belong here: data sets, which have a package for each kind.
 */
@NullMarked
package org.dsd4j.datasets;

import org.jspecify.annotations.NullMarked;
