package org.dsd4j.nn;

import java.util.List;
import java.util.Map;
import org.dsd4j.tensor.Shape;

/**
 * The checked structure of a network: what {@link NetworkBuilder} has built.
 *
 * @param inputs shapes by name, in order
 * @param nodes in an order in which each comes after what it reads
 * @param outputs shapes by node name, in order
 */
record NetworkGraph(Map<String, Shape> inputs, List<Node> nodes, Map<String, Shape> outputs) {}
