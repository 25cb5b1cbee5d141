/** Kernels made of oneDNN's primitives, for CPUs. */
@NullMarked
package org.dsd4j.kernel.onednn;

import org.jspecify.annotations.NullMarked;
