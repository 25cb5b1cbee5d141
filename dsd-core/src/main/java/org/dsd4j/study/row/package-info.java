/**
 * The rows of a study, one for each cell, and the file that they are kept in.
 *
 * <p>Read {@link org.dsd4j.study.row.CellRow}, then {@link org.dsd4j.study.row.RowFile}.
 *
 * <p>Does not belong here: training, and what rows say together.
 */
@NullMarked
package org.dsd4j.study.row;

import org.jspecify.annotations.NullMarked;
