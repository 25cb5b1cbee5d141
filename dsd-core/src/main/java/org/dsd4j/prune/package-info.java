/**
 * Which weights stay. {@link org.dsd4j.prune.Pruning} says which parameters are pruned and how
 * strongly; a {@link org.dsd4j.prune.Score} gives each weight a number, of which the lowest go; a
 * {@link org.dsd4j.prune.Pruner} decides in any other way. Nothing here trains or sets a mask.
 */
@NullMarked
package org.dsd4j.prune;

import org.jspecify.annotations.NullMarked;
