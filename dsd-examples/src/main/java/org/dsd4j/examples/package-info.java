/**
 * The command-line program, with one main class for all commands.
 *
 * <p>Read {@code Main}, then the general commands.
 *
 * <p>Does not belong here: classes for the commands of one field.
 */
@NullMarked
package org.dsd4j.examples;

import org.jspecify.annotations.NullMarked;
