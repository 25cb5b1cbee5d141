/**
 * Model archives: weights with all that predictions need.
 *
 * <p>Read {@link org.dsd4j.io.archive.ModelArchive}, {@link org.dsd4j.io.archive.ModelDescription}.
 *
 * <p>An archive is one safetensors file whose metadata have a document of its own, with a version
 * of its own: it lives longer than the checkpoints of a run and is read without any trainer.
 *
 * <p>Does not belong here: training state.
 */
@NullMarked
package org.dsd4j.io.archive;

import org.jspecify.annotations.NullMarked;
