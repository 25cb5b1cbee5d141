/**
 * What a run is told and what it tells: lengths of phases, policies, results as values.
 *
 * <p>Read {@link org.dsd4j.train.record.Epochs}, {@link org.dsd4j.train.record.PhasePlan}, {@link
 * org.dsd4j.train.record.PhaseRecord}.
 *
 * <p>Does not belong here: anything that computes.
 */
@NullMarked
package org.dsd4j.train.record;

import org.jspecify.annotations.NullMarked;
