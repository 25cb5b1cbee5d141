/**
 * The common parts of all training commands: options, settings, recipes, the folder of a run,
 * stopping and resuming.
 *
 * <p>Read {@code ExampleRun}, {@code RunOptions}, {@code Recipe}, {@code RunFolder}.
 *
 * <p>Does not belong here: tasks, which have a package for each field.
 */
@NullMarked
package org.dsd4j.examples.run;

import org.jspecify.annotations.NullMarked;
