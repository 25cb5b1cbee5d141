/**
 * The program: its commands, found from one main class.
 *
 * <p>Read {@code Main}, then the commands of no field.
 *
 * <p>Does not belong here: what a command of one field needs.
 */
@NullMarked
package org.dsd4j.examples;

import org.jspecify.annotations.NullMarked;
