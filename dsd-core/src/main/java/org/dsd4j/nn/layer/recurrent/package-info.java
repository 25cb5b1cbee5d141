/**
 * Recurrent layers.
 *
 * <p>Read {@link org.dsd4j.nn.layer.recurrent.RecurrentLayer}, then {@link
 * org.dsd4j.nn.layer.recurrent.Lstm}, {@link org.dsd4j.nn.layer.recurrent.Gru}, {@link
 * org.dsd4j.nn.layer.recurrent.Rnn}. A layer with another cell extends the first.
 *
 * <p>Does not belong here: formulas of cells: they are kernels, or {@code
 * RecurrentCell.CustomCell}.
 */
@NullMarked
package org.dsd4j.nn.layer.recurrent;

import org.jspecify.annotations.NullMarked;
