/**
 * The results of a run as a table, as JSON and as an HTML report.
 *
 * <p>Read {@code RunResult}, {@code ResultTable}, {@code ReportHtml}, then the others by name. The
 * columns of the table are those of {@link org.dsd4j.train.record.PhaseTable}.
 *
 * <p>Does not belong here: training.
 */
@NullMarked
package org.dsd4j.examples.report;

import org.jspecify.annotations.NullMarked;
