/**
 * Files in the safetensors format, sharded ones too.
 *
 * <p>Read {@link org.dsd4j.io.safetensors.SafeTensors}, {@code SafeTensorsReader}.
 *
 * <p>Does not belong here: another format.
 */
@NullMarked
package org.dsd4j.io.safetensors;

import org.jspecify.annotations.NullMarked;
