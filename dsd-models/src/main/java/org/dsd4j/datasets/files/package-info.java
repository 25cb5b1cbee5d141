/**
 * Trees of files, in folders and in zip files, and JSON read piece by piece.
 *
 * <p>Read {@code FileTree}, then its two kinds.
 *
 * <p>Does not belong here: data sets.
 */
@Internal
@NullMarked
package org.dsd4j.datasets.files;

import org.dsd4j.internal.Internal;
import org.jspecify.annotations.NullMarked;
