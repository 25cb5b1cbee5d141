/**
 * The nodes of a network and their sources, checked as a whole.
 *
 * <p>Read {@link org.dsd4j.nn.graph.Node}, {@code NetworkGraph}, {@code GraphBuilder}.
 *
 * <p>Does not belong here: anything that computes.
 */
@NullMarked
package org.dsd4j.nn.graph;

import org.jspecify.annotations.NullMarked;
