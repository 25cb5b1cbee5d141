/**
 * PyTorch's zip files: an unpickler that executes no code, and a pickler.
 *
 * <p>Read {@link org.dsd4j.io.pytorch.PyTorchFile}, {@code PyTorchReader}, {@code Unpickler}.
 *
 * <p>Does not belong here: other formats.
 */
@NullMarked
package org.dsd4j.io.pytorch;

import org.jspecify.annotations.NullMarked;
