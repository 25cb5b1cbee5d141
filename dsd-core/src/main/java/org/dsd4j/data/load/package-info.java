/**
 * From a data set to batches, in background threads and in an order that the seed decides.
 *
 * <p>Read {@link org.dsd4j.data.load.DataLoader}, then {@link org.dsd4j.data.load.EpochBatches}.
 *
 * <p>Does not belong here: training.
 */
@NullMarked
package org.dsd4j.data.load;

import org.jspecify.annotations.NullMarked;
