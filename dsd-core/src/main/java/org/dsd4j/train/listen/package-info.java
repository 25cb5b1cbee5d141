/**
 * Listeners of a run: console, files, TensorBoard, Flight Recorder.
 *
 * <p>Read {@link org.dsd4j.train.listen.TrainingListener}, then one class for each.
 *
 * <p>Does not belong here: anything that changes a run.
 */
@NullMarked
package org.dsd4j.train.listen;

import org.jspecify.annotations.NullMarked;
