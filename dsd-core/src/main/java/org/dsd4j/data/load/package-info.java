/**
 * Makes batches of data sets, in background threads and in an order determined by the seed.
 *
 * <p>Read {@link org.dsd4j.data.load.DataLoader}, then {@link org.dsd4j.data.load.EpochBatches}.
 *
 * <p>Does not belong here: training.
 */
@NullMarked
package org.dsd4j.data.load;

import org.jspecify.annotations.NullMarked;
