/**
 * The results of a run as a table, as JSON and as an HTML report.
 *
 * <p>Read {@code ReportHtml}, then the others by name.
 *
 * <p>Does not belong here: training.
 */
@NullMarked
package org.dsd4j.examples.report;

import org.jspecify.annotations.NullMarked;
