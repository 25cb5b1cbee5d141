/** Connectionist temporal classification on the heap, for kernels of any memory. */
@NullMarked
package org.dsd4j.kernel.ctc;

import org.jspecify.annotations.NullMarked;
