/**
 * The command that trains captioning, and its sources of pictures.
 *
 * <p>Read {@code CaptionCommand}, {@code CaptionTask}, {@code CaptionSource}.
 *
 * <p>Does not belong here: classes for the commands of other fields.
 */
@NullMarked
package org.dsd4j.examples.caption;

import org.jspecify.annotations.NullMarked;
