/**
 * The catalogue of networks by name.
 *
 * <p>Read {@link org.dsd4j.models.ModelCatalogue}, {@link org.dsd4j.models.ModelFamily}.
 *
 * <p>Does not belong here: networks, which have a package for each field.
 */
@NullMarked
package org.dsd4j.models;

import org.jspecify.annotations.NullMarked;
