package org.dsd4j.prune;

import org.dsd4j.nn.spec.Parameter;

/**
 * What pruning does to one parameter.
 *
 * @param parameter the parameter
 * @param pruned whether it is pruned
 * @param sparsity the share of its elements that go; 0 where it is not pruned
 * @param reason why it is treated so where that is not the rule; blank otherwise
 */
public record PruneDecision(Parameter parameter, boolean pruned, double sparsity, String reason) {}
