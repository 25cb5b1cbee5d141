/**
 * How much a network loses when one of its layers is pruned, by layer and sparsity, without
 * training in between.
 *
 * <p>Read {@link org.dsd4j.sensitivity.SensitivityScan}, then {@link
 * org.dsd4j.sensitivity.Sensitivity}.
 *
 * <p>Does not belong here: training, and anything that leaves a network changed.
 */
@NullMarked
package org.dsd4j.sensitivity;

import org.jspecify.annotations.NullMarked;
