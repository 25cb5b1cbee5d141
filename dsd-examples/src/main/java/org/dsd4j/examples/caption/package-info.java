/**
 * The command that trains captions, and where its pictures come from.
 *
 * <p>Read {@code CaptionCommand}, {@code CaptionTask}, {@code CaptionSource}.
 *
 * <p>Does not belong here: anything that commands of another field need.
 */
@NullMarked
package org.dsd4j.examples.caption;

import org.jspecify.annotations.NullMarked;
