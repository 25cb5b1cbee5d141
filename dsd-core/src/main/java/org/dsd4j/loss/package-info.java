/**
 * Losses: how far outputs are from targets, and the gradient of that.
 *
 * <p>Read {@link org.dsd4j.loss.Loss}, then one class for each.
 *
 * <p>Does not belong here: a metric, which has no gradient.
 */
@NullMarked
package org.dsd4j.loss;

import org.jspecify.annotations.NullMarked;
