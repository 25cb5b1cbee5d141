package org.dsd4j.kernel.onednn.recurrent;

import java.util.List;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;

/**
 * The gradients of one step of a recurrent layer, [n, H] each.
 *
 * @param state of the state after it
 * @param cell of the cell after it and, then, of the one before, where there is one
 * @param products where those of the products go, one for each gate of the step
 * @param before to which what does not pass through a product is added
 */
record StepGradients(
    OnednnTensor state, OnednnTensor cell, List<OnednnTensor> products, OnednnTensor before) {}
