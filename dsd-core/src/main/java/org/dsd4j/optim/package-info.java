/**
 * Optimizers, weight decay, clipping, and the one place where masks are enforced.
 *
 * <p>Read {@link org.dsd4j.optim.Optimizer}, {@link org.dsd4j.optim.Sgd}, {@link
 * org.dsd4j.optim.Updater}.
 *
 * <p>Does not belong here: a learning-rate schedule.
 */
@NullMarked
package org.dsd4j.optim;

import org.jspecify.annotations.NullMarked;
