/**
 * The state that a training step changes, as one value: weights with the optimizer's state, shared,
 * closed, and as tensors and bytes.
 *
 * <p>Read {@link org.dsd4j.train.state.TrainingState}, {@code StateTensors}.
 *
 * <p>Does not belong here: how far a run has come, which {@code train.record} holds, and its files,
 * which {@code train.checkpoint} writes.
 */
@NullMarked
package org.dsd4j.train.state;

import org.jspecify.annotations.NullMarked;
