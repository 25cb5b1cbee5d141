/**
 * Six short programs, each with a {@code main} of its own, as one would write them against the
 * library. Begin with {@code Tabular} or {@code Images}; {@code FineTuning} and {@code Serving} go
 * on with what {@code Images} writes.
 *
 * <p>Does not belong here: anything that other examples use.
 */
@NullMarked
package org.dsd4j.examples.quickstart;

import org.jspecify.annotations.NullMarked;
