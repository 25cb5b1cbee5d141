/**
 * Optimizers, weight decay, gradient clipping, and the updater, which enforces masks.
 *
 * <p>Read {@link org.dsd4j.optim.Optimizer}, {@link org.dsd4j.optim.Sgd}, {@link
 * org.dsd4j.optim.Updater}.
 *
 * <p>Does not belong here: learning-rate schedules.
 */
@NullMarked
package org.dsd4j.optim;

import org.jspecify.annotations.NullMarked;
