/**
 * The report of a study as an HTML page: verdicts, the map of a grid, paired seeds, curves,
 * measures, settings.
 *
 * <p>Read {@code StudyReport}, then {@code ShownStudy} and what it consists of.
 *
 * <p>Does not belong here: statistics, which the page only shows; training; commands.
 */
@NullMarked
package org.dsd4j.examples.study.report;

import org.jspecify.annotations.NullMarked;
