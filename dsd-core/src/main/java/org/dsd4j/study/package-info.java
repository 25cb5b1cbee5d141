/**
 * Studies: arms × seeds × tasks, trained side by side, kept in a folder, and compared.
 *
 * <p>Read {@link org.dsd4j.study.Study}, {@link org.dsd4j.study.StudyExecutor}, then {@link
 * org.dsd4j.study.StudyResult}.
 *
 * <p>Does not belong here: an arm, a task, a statistic, a page of a report.
 */
@NullMarked
package org.dsd4j.study;

import org.jspecify.annotations.NullMarked;
