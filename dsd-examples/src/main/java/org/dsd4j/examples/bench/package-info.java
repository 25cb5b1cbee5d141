/**
 * Times complete training steps, with output in the form of the scripts for other libraries.
 *
 * <p>Read {@code BenchCommand}.
 *
 * <p>Does not belong here: anything that affects how steps are computed.
 */
@NullMarked
package org.dsd4j.examples.bench;

import org.jspecify.annotations.NullMarked;
