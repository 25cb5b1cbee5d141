package org.dsd4j.kernel.onednn.recurrent;

import java.util.List;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;

/**
 * The gradients of one step of a recurrent layer, [n, H] each.
 *
 * @param state the gradient of the state after it
 * @param cell the gradient of the cell after it and, then, of the one before, if there is one
 * @param products receive the gradients of the products, one for each gate of the step
 * @param before to this the gradients that do not pass through a product are added
 */
record StepGradients(
    OnednnTensor state, OnednnTensor cell, List<OnednnTensor> products, OnednnTensor before) {}
