/**
 * The commands for pictures.
 *
 * <p>Read {@code FashionCommand}, then the others by name.
 *
 * <p>Does not belong here: classes for the commands of other fields.
 */
@NullMarked
package org.dsd4j.examples.vision;

import org.jspecify.annotations.NullMarked;
