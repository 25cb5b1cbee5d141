/**
 * Values that depend on the step alone, such as a learning rate.
 *
 * <p>Read {@link org.dsd4j.schedule.Schedule}, then {@link org.dsd4j.schedule.LearningRate}.
 *
 * <p>Does not belong here: anything with state; a schedule is a pure function.
 */
@NullMarked
package org.dsd4j.schedule;

import org.jspecify.annotations.NullMarked;
