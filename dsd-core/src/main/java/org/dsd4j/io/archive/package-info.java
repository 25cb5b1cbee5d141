/**
 * Model archives: weights with all that predictions need.
 *
 * <p>Read {@link org.dsd4j.io.archive.ModelArchive}, {@link org.dsd4j.io.archive.ModelDescription}.
 *
 * <p>Does not belong here: training state.
 */
@NullMarked
package org.dsd4j.io.archive;

import org.jspecify.annotations.NullMarked;
