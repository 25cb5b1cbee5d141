/**
 * What a run leaves behind: its result as a table, as JSON and as a page to look at.
 *
 * <p>Read {@code ReportHtml}, then the others by name.
 *
 * <p>Does not belong here: training.
 */
@NullMarked
package org.dsd4j.examples.report;

import org.jspecify.annotations.NullMarked;
