/**
 * Plans of computations: which steps run in which order, and where each tensor lies in memory.
 *
 * <p>Read {@code ExecutionPlan}, whose five parts are {@code Fusion}, {@code GradientFlow}, {@code
 * Timetable}, {@code MemoryLayout} and {@code Slab}.
 *
 * <p>Does not belong here: a layer by name.
 */
@NullMarked
package org.dsd4j.nn.plan;

import org.jspecify.annotations.NullMarked;
