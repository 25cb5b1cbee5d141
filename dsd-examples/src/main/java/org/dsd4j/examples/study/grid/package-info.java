/**
 * Grid files: the text of a study, in YAML or JSON. Names that do not exist and values that do not
 * fit are errors with the line, before anything is trained.
 *
 * <p>Read {@link org.dsd4j.examples.study.grid.StudyGrid}, then GridTask, GridData and GridArms, on
 * GridNode.
 *
 * <p>Does not belong here: the command line, and what a study does with its tasks.
 */
@NullMarked
package org.dsd4j.examples.study.grid;

import org.jspecify.annotations.NullMarked;
