/**
 * Pruning: the choice of the weights to keep, by scores and pruners, and reports on sparsity.
 *
 * <p>Read {@link org.dsd4j.prune.Pruner}, {@link org.dsd4j.prune.Pruning}, {@link
 * org.dsd4j.prune.SparsityReport}.
 *
 * <p>Does not belong here: training. A pruner chooses; the trainer sets the masks.
 */
@NullMarked
package org.dsd4j.prune;

import org.jspecify.annotations.NullMarked;
