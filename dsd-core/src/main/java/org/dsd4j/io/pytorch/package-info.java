/**
 * PyTorch's zip files: an unpickler that runs no code, and a pickler.
 *
 * <p>Read {@link org.dsd4j.io.pytorch.PyTorchFile}, {@code PyTorchReader}, {@code Unpickler}.
 *
 * <p>Does not belong here: another format.
 */
@NullMarked
package org.dsd4j.io.pytorch;

import org.jspecify.annotations.NullMarked;
