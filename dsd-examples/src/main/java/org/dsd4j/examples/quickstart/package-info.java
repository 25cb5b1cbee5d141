/**
 * Six short programs, each with its own {@code main}, as users would write them. Begin with {@code
 * Tabular} or {@code Images}; {@code FineTuning} and {@code Serving} use the file that {@code
 * Images} writes.
 *
 * <p>Does not belong here: classes that other examples use.
 */
@NullMarked
package org.dsd4j.examples.quickstart;

import org.jspecify.annotations.NullMarked;
