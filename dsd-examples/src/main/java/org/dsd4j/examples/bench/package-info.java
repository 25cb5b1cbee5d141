/**
 * Times whole training steps, in the form of other libraries' scripts that do the same.
 *
 * <p>Read {@code BenchCommand}.
 *
 * <p>Does not belong here: anything that decides how steps are computed.
 */
@NullMarked
package org.dsd4j.examples.bench;

import org.jspecify.annotations.NullMarked;
