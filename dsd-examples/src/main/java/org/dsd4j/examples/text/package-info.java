/**
 * The command that trains a language model.
 *
 * <p>Read {@code TextCommand}.
 *
 * <p>Does not belong here: classes for the commands of other fields.
 */
@NullMarked
package org.dsd4j.examples.text;

import org.jspecify.annotations.NullMarked;
