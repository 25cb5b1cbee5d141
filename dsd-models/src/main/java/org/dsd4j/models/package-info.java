/**
 * The catalogue in which networks are found by name.
 *
 * <p>Read {@link org.dsd4j.models.ModelCatalogue}, {@link org.dsd4j.models.ModelFamily}.
 *
 * <p>Does not belong here: a network: each field has a room.
 */
@NullMarked
package org.dsd4j.models;

import org.jspecify.annotations.NullMarked;
