/**
 * Operations in Java on native memory for which oneDNN has no primitive or a slow one: elementwise
 * programs, row moves, sequence norms.
 *
 * <p>Read {@code OnednnTensor}, {@code BlockProgram}, then the others by name.
 *
 * <p>Does not belong here: a primitive of oneDNN.
 */
@Internal
@NullMarked
package org.dsd4j.kernel.onednn.heap;

import org.dsd4j.internal.Internal;
import org.jspecify.annotations.NullMarked;
