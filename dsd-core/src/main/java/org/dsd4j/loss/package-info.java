/**
 * Losses, which measure the distance of outputs from targets, with their gradients.
 *
 * <p>Read {@link org.dsd4j.loss.Loss}, then one class for each.
 *
 * <p>Does not belong here: metrics, which have no gradient.
 */
@NullMarked
package org.dsd4j.loss;

import org.jspecify.annotations.NullMarked;
