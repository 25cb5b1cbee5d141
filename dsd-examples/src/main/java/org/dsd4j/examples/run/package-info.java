/**
 * What all commands that train share: options, settings, recipes, the folder of a run, its stop and
 * its going on.
 *
 * <p>Read {@code DsdRun}, {@code RunOptions}, {@code Recipe}, {@code RunFolder}.
 *
 * <p>Does not belong here: a task: each field has a room.
 */
@NullMarked
package org.dsd4j.examples.run;

import org.jspecify.annotations.NullMarked;
