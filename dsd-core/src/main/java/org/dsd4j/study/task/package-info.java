/**
 * What a study trains: a network, its data in three parts, and how the dense phase trains it.
 *
 * <p>Read {@link org.dsd4j.study.task.StudyTask}, then {@link org.dsd4j.study.task.StudyData}.
 *
 * <p>Does not belong here: what is done to a trained network, which is an arm.
 */
@NullMarked
package org.dsd4j.study.task;

import org.jspecify.annotations.NullMarked;
