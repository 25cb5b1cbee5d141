/**
 * Which weights stay: scores, selections, reports.
 *
 * <p>Read {@link org.dsd4j.prune.Pruner}, {@link org.dsd4j.prune.Pruning}, {@link
 * org.dsd4j.prune.SparsityReport}.
 *
 * <p>Does not belong here: training: a pruner chooses, the trainer sets the mask.
 */
@NullMarked
package org.dsd4j.prune;

import org.jspecify.annotations.NullMarked;
