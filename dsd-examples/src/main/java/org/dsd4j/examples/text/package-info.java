/**
 * The command that trains a language model.
 *
 * <p>Read {@code TextCommand}.
 *
 * <p>Does not belong here: anything that commands of another field need.
 */
@NullMarked
package org.dsd4j.examples.text;

import org.jspecify.annotations.NullMarked;
