/** Networks by name. */
@NullMarked
package org.dsd4j.models;

import org.jspecify.annotations.NullMarked;
