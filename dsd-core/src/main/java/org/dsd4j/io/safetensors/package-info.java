/**
 * Files in the safetensors format, including sharded ones.
 *
 * <p>Read {@link org.dsd4j.io.safetensors.SafeTensors}, {@code SafeTensorsReader}.
 *
 * <p>Does not belong here: other formats.
 */
@NullMarked
package org.dsd4j.io.safetensors;

import org.jspecify.annotations.NullMarked;
