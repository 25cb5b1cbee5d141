/**
 * Values that depend on the step alone, such as a learning rate.
 *
 * <p>Read {@link org.dsd4j.schedule.Schedule}, whose methods make the library's schedules, then
 * {@link org.dsd4j.schedule.LearningRate}, which fits one to a phase.
 *
 * <p>Does not belong here: anything with state; a schedule is a pure function.
 */
@NullMarked
package org.dsd4j.schedule;

import org.jspecify.annotations.NullMarked;
