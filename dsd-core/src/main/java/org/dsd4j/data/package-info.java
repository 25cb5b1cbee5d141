/**
 * Data sets, samples and batches, and their transforms.
 *
 * <p>Read {@link org.dsd4j.data.Dataset}, {@link org.dsd4j.data.Sample}, {@link
 * org.dsd4j.data.Transform}.
 *
 * <p>Does not belong here: file formats and threads.
 */
@NullMarked
package org.dsd4j.data;

import org.jspecify.annotations.NullMarked;
