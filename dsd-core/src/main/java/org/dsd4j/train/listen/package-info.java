/**
 * Those who follow a run: on the console, in files, for TensorBoard, in the Flight Recorder.
 *
 * <p>Read {@link org.dsd4j.train.listen.TrainingListener}, then one class for each.
 *
 * <p>Does not belong here: anything that changes a run.
 */
@NullMarked
package org.dsd4j.train.listen;

import org.jspecify.annotations.NullMarked;
