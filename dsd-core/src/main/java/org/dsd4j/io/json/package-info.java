/**
 * Strict JSON: no repeated keys, no unknown fields, sealed by a checksum.
 *
 * <p>Read {@code JsonCursor}, {@code SealedJson}.
 *
 * <p>Does not belong here: a document of its own.
 */
@NullMarked
package org.dsd4j.io.json;

import org.jspecify.annotations.NullMarked;
