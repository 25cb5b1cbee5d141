/**
 * Commands on pictures.
 *
 * <p>Read {@code FashionCommand}, then the others by name.
 *
 * <p>Does not belong here: anything that commands of another field need.
 */
@NullMarked
package org.dsd4j.examples.vision;

import org.jspecify.annotations.NullMarked;
